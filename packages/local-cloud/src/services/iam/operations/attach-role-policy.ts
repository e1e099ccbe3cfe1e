import type { AttachRolePolicyRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { noSuchEntity } from "../errors.ts";
import { managedPolicies } from "../managed-policies.ts";
import { authorizedRole, replaceRole } from "../roles.ts";

/** "AttachRolePolicy", with the AWS-managed policies that the workshop uses. */
export function attachRolePolicy(input: Wire<AttachRolePolicyRequest>, context: CallContext): void {
  const role = authorizedRole(context, "iam:AttachRolePolicy", input.RoleName);
  const arn = input.PolicyArn ?? "";
  if (!managedPolicies.has(arn)) {
    throw noSuchEntity(
      `Policy ${arn} does not exist or is not attachable. The local cloud has ${[...managedPolicies.keys()].join(", ")}; write any other as an inline policy.`,
    );
  }
  if (!role.attached.includes(arn)) replaceRole(context, { ...role, attached: [...role.attached, arn] });
}
