import type { DisableRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { setRuleState } from "../rule-state.ts";

/** "DisableRule". */
export function disableRule(bridge: EventBridge): Operation<Wire<DisableRuleRequest>, object> {
  return setRuleState(bridge, "events:DisableRule", "DISABLED");
}
