import type { Account } from "../../core/account.ts";
import type { Service } from "../../core/service.ts";
import { assumeRole } from "./operations/assume-role.ts";
import { getCallerIdentity } from "./operations/get-caller-identity.ts";

/** AWS Security Token Service. */
export function createSts(_account: Account): Service {
  return {
    name: "sts",
    wire: { kind: "query", version: "2011-06-15", namespace: "https://sts.amazonaws.com/doc/2011-06-15/" },
    operations: { AssumeRole: assumeRole, GetCallerIdentity: getCallerIdentity },
  };
}
