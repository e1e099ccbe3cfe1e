import type { EnableRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../core/service.ts";
import { managedRule } from "./errors.ts";
import type { EventBridge } from "./event-bridge.ts";
import { namedRule, ruleConditions } from "./named-rule.ts";
import type { RuleState } from "./stored.ts";

/** The operation that puts a rule into a state; `action` is the permission it requires. */
export function setRuleState(
  bridge: EventBridge,
  action: "events:DisableRule" | "events:EnableRule",
  state: RuleState,
): Operation<Wire<EnableRuleRequest>, object> {
  return (input, context) => {
    const { name, busName, arn } = namedRule(bridge, "name", input.Name, input.EventBusName);
    context.authorize({ action, resource: arn, conditions: ruleConditions(bridge, { busName, name }) });
    const rule = bridge.state.rule(busName, name);
    if (rule.managedBy) throw managedRule(name);
    bridge.router.put({ ...rule, state });
    return {};
  };
}
