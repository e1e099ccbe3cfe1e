import type { ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { listedRules } from "../listed-rules.ts";
import { checkPage, page } from "../paging.ts";
import { busNameOrArn } from "../validation.ts";

/** "ListRuleNamesByTarget": the rules of one bus that send to a target. */
export function listRuleNamesByTarget(
  bridge: EventBridge,
): Operation<Wire<ListRuleNamesByTargetRequest>, Wire<ListRuleNamesByTargetResponse>> {
  return (input, context) => {
    new Constraints()
      .text("targetArn", input.TargetArn, { required: true, min: 1, max: 1600 })
      .text("eventBusName", input.EventBusName, busNameOrArn)
      .check();
    checkPage(input);
    const rules = listedRules(bridge, context, "events:ListRuleNamesByTarget", input.EventBusName);
    const sending = rules.filter(({ targets }) => targets.some(({ Arn }) => Arn === input.TargetArn));
    const { items, ...next } = page(sending, ({ name }) => name, input);
    return { RuleNames: items.map(({ name }) => name), ...next };
  };
}
