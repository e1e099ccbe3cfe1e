import type { Account } from "../../../core/account.ts";
import type { Principal } from "../../../core/principal.ts";

/** As whom EventBridge calls a target that has no role: the service, for the rule. */
export function servicePrincipal(account: Account, ruleArn: string): Principal {
  return { kind: "service", service: "events.amazonaws.com", sourceArn: ruleArn, sourceAccount: account.id };
}
