import type { AttachRolePolicyRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { limitExceeded, noSuchEntity } from "../errors.ts";
import { managedPolicies } from "../managed-policies.ts";
import { findPolicy } from "../policies.ts";
import { authorizedRole, replaceRole } from "../roles.ts";

/** Managed policies of one role, without a higher quota ("IAM and AWS STS quotas"). */
const maxPolicies = 10;

/** "AttachRolePolicy", with the account's own policies and the AWS-managed ones that the workshop uses. */
export function attachRolePolicy(input: Wire<AttachRolePolicyRequest>, context: CallContext): void {
  const arn = input.PolicyArn ?? "";
  const role = authorizedRole(context, "iam:AttachRolePolicy", input.RoleName, { "iam:PolicyARN": arn });
  if (!findPolicy(context.account, arn)) throw noSuchEntity(missing(arn));
  if (role.attached.includes(arn)) return;
  if (role.attached.length >= maxPolicies)
    throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${maxPolicies}`);
  replaceRole(context, { ...role, attached: [...role.attached, arn] });
}

function missing(arn: string): string {
  const message = `Policy ${arn} does not exist or is not attachable.`;
  if (!arn.startsWith("arn:aws:iam::aws:")) return message;
  const known = [...managedPolicies.keys()].join(", ");
  return `${message} Of AWS's own, the local cloud has ${known}; write any other as a policy of yours.`;
}
