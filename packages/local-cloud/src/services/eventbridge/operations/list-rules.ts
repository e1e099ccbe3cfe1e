import type { ListRulesRequest, ListRulesResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import { busNameOf, ruleArn } from "../arns.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkPage, page } from "../paging.ts";
import { describedRule } from "../rule-description.ts";
import { busNameOrArn, Constraints, namePattern } from "../validation.ts";

/** "ListRules": the rules of one bus, without their targets. */
export function listRules(bridge: EventBridge): Operation<Wire<ListRulesRequest>, Wire<ListRulesResponse>> {
  return (input, context) => {
    new Constraints()
      .text("namePrefix", input.NamePrefix, { min: 1, max: 64, pattern: namePattern })
      .text("eventBusName", input.EventBusName, busNameOrArn)
      .check();
    checkPage(input);
    const busName = busNameOf(input.EventBusName);
    context.authorize({ action: "events:ListRules", resource: ruleArn(bridge.account, busName, "*") });
    bridge.state.bus(busName);
    const rules = [...bridge.state.rulesOf(busName)].filter(({ name }) => name.startsWith(input.NamePrefix ?? ""));
    const { items, ...next } = page(rules, ({ name }) => name, input);
    return { Rules: items.map(describedRule), ...next };
  };
}
