import type { DeleteRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import { ruleKey } from "../collections.ts";
import { managedRule, validationError } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { namedRule, ruleConditions } from "../named-rule.ts";

/** "DeleteRule": fails while the rule has targets; succeeds if the rule does not exist. */
export function deleteRule(bridge: EventBridge): Operation<Wire<DeleteRuleRequest>, object> {
  return (input, context) => {
    const { name, busName, arn } = namedRule(bridge, "name", input.Name, input.EventBusName);
    context.authorize({
      action: "events:DeleteRule",
      resource: arn,
      conditions: ruleConditions(bridge, { busName, name }),
    });
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
