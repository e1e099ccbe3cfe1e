import type { EnableRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../core/service.ts";
import { managedRule } from "./errors.ts";
import type { EventBridge } from "./event-bridge.ts";
import { authorizeRule, namedRule } from "./named-rule.ts";
import type { RuleState } from "./stored.ts";

/** The operation that puts a rule into a state; `action` is the permission it requires. */
export function setRuleState(
  bridge: EventBridge,
  action: "events:DisableRule" | "events:EnableRule",
  state: RuleState,
): Operation<Wire<EnableRuleRequest>, object> {
  return (input, context) => {
    const named = namedRule(bridge, "name", input.Name, input.EventBusName);
    const { name, busName } = named;
    authorizeRule(bridge, context, action, named);
    const rule = bridge.state.rule(busName, name);
    if (rule.managedBy) throw managedRule(name);
    bridge.router.put({ ...rule, state });
    return {};
  };
}
