import type { PutRolePolicyRequest } from "@aws-sdk/client-iam";
import type { PolicyDocument } from "../../../core/policy.ts";
import type { CallContext, Wire } from "../../../core/service.ts";
import { limitExceeded } from "../errors.ts";
import { validatePolicy } from "../policy/validate.ts";
import { authorizedRole, policyNameOf, replaceRole } from "../roles.ts";

/** All inline policies of a role together, not counting white space ("IAM and AWS STS quotas"). */
const largestInlinePoliciesBytes = 10_240;

/** "PutRolePolicy": adds an inline policy, or replaces its document. */
export function putRolePolicy(input: Wire<PutRolePolicyRequest>, context: CallContext): void {
  const role = authorizedRole(context, "iam:PutRolePolicy", input.RoleName);
  const document = validatePolicy(input.PolicyDocument, "identity");
  const inline = { ...role.inline, [policyNameOf(input.PolicyName)]: document };
  if (sizeOf(Object.values(inline)) > largestInlinePoliciesBytes) {
    throw limitExceeded(
      `Maximum policy size of ${largestInlinePoliciesBytes} bytes exceeded for role ${role.RoleName}`,
    );
  }
  replaceRole(context, { ...role, inline });
}

function sizeOf(documents: PolicyDocument[]): number {
  return documents.reduce(
    (bytes, document) => bytes + Buffer.byteLength(JSON.stringify(document).replace(/\s/g, "")),
    0,
  );
}
