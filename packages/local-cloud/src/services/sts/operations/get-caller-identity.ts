import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import { principalArn } from "../../../core/principal.ts";
import type { CallContext, Wire } from "../../../core/service.ts";
import { rolesOf } from "../../iam/roles.ts";

/** Returns the owner of the credentials. Needs no permission and cannot be denied ("GetCallerIdentity"). */
export function getCallerIdentity(
  _input: Wire<GetCallerIdentityRequest>,
  context: CallContext,
): Wire<GetCallerIdentityResponse> {
  const { account, principal } = context;
  const userId = principal.kind === "role" ? `${roleId(principal.roleName)}:${principal.sessionName}` : account.id;
  return { UserId: userId, Account: account.id, Arn: principalArn(principal) };

  function roleId(name: string): string {
    return rolesOf(account).get(name)?.RoleId ?? name;
  }
}
