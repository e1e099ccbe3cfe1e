import type { PutRolePolicyRequest } from "@aws-sdk/client-iam";
import type { PolicyDocument } from "../../../core/policy.ts";
import type { CallContext, Wire } from "../../../core/service.ts";
import { limitExceeded } from "../errors.ts";
import { validatePolicy } from "../policy/validate.ts";
import { authorizedRole, policyNameOf, replaceRole } from "../roles.ts";

/** "IAM and AWS STS quotas": all of a role's inline policies together, white space not counted. */
const largestInlinePoliciesBytes = 10_240;

/** "PutRolePolicy": a new inline policy, or another document for one that is there. */
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
