import type { DeletePolicyRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { deleteConflict } from "../errors.ts";
import { authorizedOwnPolicy, policiesOf, rolesWith } from "../policies.ts";

/** "DeletePolicy": refused while the policy is attached, or has versions beside the default one. */
export function deletePolicy(input: Wire<DeletePolicyRequest>, context: CallContext): void {
  const { account } = context;
  const policy = authorizedOwnPolicy(context, "iam:DeletePolicy", input.PolicyArn);
  if (rolesWith(account, policy.Arn).length > 0) throw deleteConflict("Cannot delete a policy attached to entities.");
  if (policy.versions.length > 1) {
    throw deleteConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  }
  policiesOf(account).delete(policy.Arn);
}
