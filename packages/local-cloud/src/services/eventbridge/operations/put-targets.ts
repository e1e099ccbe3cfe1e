import type { PutTargetsRequest, PutTargetsResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { limitExceeded, managedRule } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { authorizeRule, namedRule } from "../named-rule.ts";
import { checkPassRole } from "../pass-role.ts";
import type { Target } from "../stored.ts";
import { checkTargets } from "../target-checks.ts";

/** "Amazon EventBridge quotas". */
const maxTargets = 5;

/**
 * "PutTargets": adds targets to a rule, or replaces those with the same ids. FailedEntries stays
 * empty: AWS adds an entry only when too many requests arrive at once.
 */
export function putTargets(bridge: EventBridge): Operation<Wire<PutTargetsRequest>, Wire<PutTargetsResponse>> {
  return (input, context) => {
    const named = namedRule(bridge, "rule", input.Rule, input.EventBusName);
    const { name, busName, arn } = named;
    new Constraints().list("targets", input.Targets, { required: true, min: 1, max: 100 }).check();
    const targets = input.Targets!;
    checkTargets(targets, bridge.arnOf(busName));
    authorizeRule(bridge, context, "events:PutTargets", named, {
      "events:TargetArn": targets.map(({ Arn }) => Arn!),
    });
    for (const { RoleArn } of targets) checkPassRole(context, RoleArn, arn);
    const rule = bridge.state.rule(busName, name);
    if (rule.managedBy) throw managedRule(name);
    const merged = merge(rule.targets, targets);
    if (merged.length > maxTargets) throw limitExceeded();
    bridge.router.put({ ...rule, targets: merged });
    return { FailedEntryCount: 0, FailedEntries: [] };
  };
}

function merge(existing: readonly Target[], added: readonly Target[]): Target[] {
  const byId = new Map([...existing, ...added].map((target) => [target.Id, target]));
  return [...byId.values()];
}
