import type { ListTargetsByRuleRequest, ListTargetsByRuleResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { authorizeRule, namedRule } from "../named-rule.ts";
import { checkPage, page } from "../paging.ts";

/** "ListTargetsByRule". */
export function listTargetsByRule(
  bridge: EventBridge,
): Operation<Wire<ListTargetsByRuleRequest>, Wire<ListTargetsByRuleResponse>> {
  return (input, context) => {
    const named = namedRule(bridge, "rule", input.Rule, input.EventBusName);
    const { name, busName } = named;
    checkPage(input);
    authorizeRule(bridge, context, "events:ListTargetsByRule", named);
    const { targets } = bridge.state.rule(busName, name);
    const { items, ...next } = page(targets, ({ Id }) => Id!, input);
    return { Targets: items, ...next };
  };
}
