import type { DescribeRuleRequest, DescribeRuleResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { namedRule, ruleConditions } from "../named-rule.ts";
import { ruleDescription } from "../rule-description.ts";

/** "DescribeRule": a rule without its targets. */
export function describeRule(bridge: EventBridge): Operation<Wire<DescribeRuleRequest>, Wire<DescribeRuleResponse>> {
  return (input, context) => {
    const { name, busName, arn } = namedRule(bridge, "name", input.Name, input.EventBusName);
    context.authorize({
      action: "events:DescribeRule",
      resource: arn,
      conditions: ruleConditions(bridge, { busName, name }),
    });
    const rule = bridge.state.rule(busName, name);
    return { ...ruleDescription(rule), CreatedBy: bridge.account.id };
  };
}
