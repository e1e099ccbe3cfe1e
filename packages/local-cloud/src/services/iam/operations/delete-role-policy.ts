import type { DeleteRolePolicyRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { noSuchEntity } from "../errors.ts";
import { authorizedRole, policyNameOf, replaceRole } from "../roles.ts";

export function deleteRolePolicy(input: Wire<DeleteRolePolicyRequest>, context: CallContext): void {
  const role = authorizedRole(context, "iam:DeleteRolePolicy", input.RoleName);
  const name = policyNameOf(input.PolicyName);
  if (!Object.hasOwn(role.inline, name)) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
  const { [name]: _deleted, ...inline } = role.inline;
  replaceRole(context, { ...role, inline });
}
