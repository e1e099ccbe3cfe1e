import type { RemoveTargetsRequest, RemoveTargetsResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { managedRule } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { authorizeRule, namedRule } from "../named-rule.ts";
import { namePattern } from "../validation.ts";

/** "RemoveTargets": an unknown id is a failed entry. */
export function removeTargets(bridge: EventBridge): Operation<Wire<RemoveTargetsRequest>, Wire<RemoveTargetsResponse>> {
  return (input, context) => {
    const named = namedRule(bridge, "rule", input.Rule, input.EventBusName);
    const { name, busName } = named;
    const ids = checkIds(input.Ids);
    authorizeRule(bridge, context, "events:RemoveTargets", named);
    const rule = bridge.state.rule(busName, name);
    if (rule.managedBy && !input.Force) throw managedRule(name);
    bridge.router.put({ ...rule, targets: rule.targets.filter(({ Id }) => !ids.includes(Id!)) });
    const unknown = ids.filter((id) => !rule.targets.some(({ Id }) => Id === id));
    return { FailedEntryCount: unknown.length, FailedEntries: unknown.map((id) => unknownTarget(name, id)) };
  };
}

function checkIds(ids: readonly string[] | undefined): readonly string[] {
  const constraints = new Constraints().list("ids", ids, { required: true, min: 1, max: 100 });
  for (const [at, id] of (ids ?? []).entries()) {
    constraints.text(`ids.${at + 1}.member`, id, { required: true, min: 1, max: 64, pattern: namePattern });
  }
  constraints.check();
  return ids!;
}

function unknownTarget(ruleName: string, id: string) {
  const ErrorMessage = `Rule '${ruleName}' does not have a target with the Id '${id}'.`;
  return { TargetId: id, ErrorCode: "ResourceNotFoundException", ErrorMessage };
}
