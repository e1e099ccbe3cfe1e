import type { ListTargetsByRuleRequest, ListTargetsByRuleResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { namedRule, ruleConditions } from "../named-rule.ts";
import { checkPage, page } from "../paging.ts";

/** "ListTargetsByRule". */
export function listTargetsByRule(
  bridge: EventBridge,
): Operation<Wire<ListTargetsByRuleRequest>, Wire<ListTargetsByRuleResponse>> {
  return (input, context) => {
    const { name, busName, arn } = namedRule(bridge, "rule", input.Rule, input.EventBusName);
    checkPage(input);
    context.authorize({
      action: "events:ListTargetsByRule",
      resource: arn,
      conditions: ruleConditions(bridge, { busName, name }),
    });
    const { targets } = bridge.state.rule(busName, name);
    const { items, ...next } = page(targets, ({ Id }) => Id!, input);
    return { Targets: items, ...next };
  };
}
