import type { DeletePolicyVersionRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { deleteConflict } from "../errors.ts";
import { authorizedOwnPolicy, replacePolicy, versionOf } from "../policies.ts";

/** "DeletePolicyVersion": not the default version. */
export function deletePolicyVersion(input: Wire<DeletePolicyVersionRequest>, context: CallContext): void {
  const policy = authorizedOwnPolicy(context, "iam:DeletePolicyVersion", input.PolicyArn);
  const version = versionOf(policy, input.VersionId);
  if (version.VersionId === policy.DefaultVersionId)
    throw deleteConflict("Cannot delete the default version of a policy.");
  replacePolicy(context, { ...policy, versions: policy.versions.filter((other) => other !== version) });
}
