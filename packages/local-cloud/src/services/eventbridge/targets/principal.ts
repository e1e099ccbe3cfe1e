import type { Account } from "../../../core/account.ts";
import { type Principal, servicePrincipal } from "../../../core/principal.ts";

/** EventBridge itself, acting for the rule: how a target without a role is called. */
export function eventBridgeFor(account: Account, ruleArn: string): Principal {
  return servicePrincipal(account, "events.amazonaws.com", ruleArn);
}
