import type { GetRolePolicyRequest, GetRolePolicyResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { noSuchEntity } from "../errors.ts";
import { authorizedRole, encodePolicy, policyNameOf } from "../roles.ts";

/** "GetRolePolicy": the document is percent-encoded. */
export function getRolePolicy(input: Wire<GetRolePolicyRequest>, context: CallContext): Wire<GetRolePolicyResponse> {
  const role = authorizedRole(context, "iam:GetRolePolicy", input.RoleName);
  const name = policyNameOf(input.PolicyName);
  if (!Object.hasOwn(role.inline, name)) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
  return { RoleName: role.RoleName, PolicyName: name, PolicyDocument: encodePolicy(role.inline[name]!) };
}
