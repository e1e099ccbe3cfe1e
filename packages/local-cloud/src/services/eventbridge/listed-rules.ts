import type { CallContext } from "../../core/service.ts";
import { busNameOf, ruleArn } from "./arns.ts";
import type { EventBridge } from "./event-bridge.ts";
import type { StoredRule } from "./stored.ts";

/** All rules of the bus that a list request names, after checking that the caller may list them. */
export function listedRules(
  bridge: EventBridge,
  context: CallContext,
  action: "events:ListRules" | "events:ListRuleNamesByTarget",
  bus: string | undefined,
): StoredRule[] {
  const busName = busNameOf(bus);
  context.authorize({ action, resource: ruleArn(bridge.account, busName, "*") });
  bridge.state.bus(busName);
  return [...bridge.state.rulesOf(busName)];
}
