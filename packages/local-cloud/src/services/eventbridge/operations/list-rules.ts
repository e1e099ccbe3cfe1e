import type { ListRulesRequest, ListRulesResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { listedRules } from "../listed-rules.ts";
import { checkPage, page } from "../paging.ts";
import { ruleDescription } from "../rule-description.ts";
import { busNameOrArn, namePattern } from "../validation.ts";

/** "ListRules": the rules of one bus, without their targets. */
export function listRules(bridge: EventBridge): Operation<Wire<ListRulesRequest>, Wire<ListRulesResponse>> {
  return (input, context) => {
    new Constraints()
      .text("namePrefix", input.NamePrefix, { min: 1, max: 64, pattern: namePattern })
      .text("eventBusName", input.EventBusName, busNameOrArn)
      .check();
    checkPage(input);
    const rules = listedRules(bridge, context, "events:ListRules", input.EventBusName);
    const named = rules.filter(({ name }) => name.startsWith(input.NamePrefix ?? ""));
    const { items, ...next } = page(named, ({ name }) => name, input);
    return { Rules: items.map(ruleDescription), ...next };
  };
}
