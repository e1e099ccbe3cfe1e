import type { EnableRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { setRuleState } from "../rule-state.ts";

/** "EnableRule". */
export function enableRule(bridge: EventBridge): Operation<Wire<EnableRuleRequest>, object> {
  return setRuleState(bridge, "events:EnableRule", "ENABLED");
}
