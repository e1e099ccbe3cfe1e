import type { DeleteRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import { ruleKey } from "../collections.ts";
import { managedRule, validationError } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { authorizeRule, namedRule } from "../named-rule.ts";

/** "DeleteRule": fails while the rule has targets; succeeds if the rule does not exist. */
export function deleteRule(bridge: EventBridge): Operation<Wire<DeleteRuleRequest>, object> {
  return (input, context) => {
    const named = namedRule(bridge, "name", input.Name, input.EventBusName);
    const { name, busName, arn } = named;
    authorizeRule(bridge, context, "events:DeleteRule", named);
    bridge.state.bus(busName);
    const rule = bridge.state.rules.get(ruleKey(busName, name));
    if (!rule) return {};
    if (rule.managedBy && !input.Force) throw managedRule(name);
    if (rule.targets.length > 0) throw validationError("Rule can't be deleted since it has targets.");
    bridge.router.delete(rule);
    bridge.tags.removeAll(arn);
    return {};
  };
}
