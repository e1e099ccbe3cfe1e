import type { EnableRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import { managedRule } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { namedRule } from "../rule-request.ts";

/** "EnableRule". */
export function enableRule(bridge: EventBridge): Operation<Wire<EnableRuleRequest>, object> {
  return (input, context) => {
    const { name, busName, arn } = namedRule(bridge, "name", input.Name, input.EventBusName);
    context.authorize({ action: "events:EnableRule", resource: arn });
    const rule = bridge.state.rule(busName, name);
    if (rule.managedBy) throw managedRule(name);
    bridge.router.put({ ...rule, state: "ENABLED" });
    return {};
  };
}
