import type { DescribeRuleRequest, DescribeRuleResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { authorizeRule, namedRule } from "../named-rule.ts";
import { ruleDescription } from "../rule-description.ts";

/** "DescribeRule": a rule without its targets. */
export function describeRule(bridge: EventBridge): Operation<Wire<DescribeRuleRequest>, Wire<DescribeRuleResponse>> {
  return (input, context) => {
    const named = namedRule(bridge, "name", input.Name, input.EventBusName);
    const { name, busName } = named;
    authorizeRule(bridge, context, "events:DescribeRule", named);
    const rule = bridge.state.rule(busName, name);
    return { ...ruleDescription(rule), CreatedBy: bridge.account.id };
  };
}
