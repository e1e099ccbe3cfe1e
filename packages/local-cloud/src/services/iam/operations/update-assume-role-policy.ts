import type { UpdateAssumeRolePolicyRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedRole, replaceRole } from "../roles.ts";
import { trustPolicy } from "../trust-policy.ts";

/** "UpdateAssumeRolePolicy": replaces the trust policy. */
export function updateAssumeRolePolicy(input: Wire<UpdateAssumeRolePolicyRequest>, context: CallContext): void {
  const role = authorizedRole(context, "iam:UpdateAssumeRolePolicy", input.RoleName);
  replaceRole(context, { ...role, AssumeRolePolicyDocument: trustPolicy(context.account, input.PolicyDocument) });
}
