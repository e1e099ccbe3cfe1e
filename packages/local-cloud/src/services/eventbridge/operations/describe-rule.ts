import type { DescribeRuleRequest, DescribeRuleResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { describedRule } from "../rule-description.ts";
import { namedRule } from "../rule-request.ts";

/** "DescribeRule": a rule without its targets. */
export function describeRule(bridge: EventBridge): Operation<Wire<DescribeRuleRequest>, Wire<DescribeRuleResponse>> {
  return (input, context) => {
    const { name, busName, arn } = namedRule(bridge, "name", input.Name, input.EventBusName);
    context.authorize({ action: "events:DescribeRule", resource: arn });
    const rule = bridge.state.rule(busName, name);
    return { ...describedRule(rule), CreatedBy: bridge.account.id };
  };
}
