import type { SetDefaultPolicyVersionRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedOwnPolicy, replacePolicy, versionOf } from "../policies.ts";

/** "SetDefaultPolicyVersion": takes effect on every role that the policy is attached to. */
export function setDefaultPolicyVersion(input: Wire<SetDefaultPolicyVersionRequest>, context: CallContext): void {
  const policy = authorizedOwnPolicy(context, "iam:SetDefaultPolicyVersion", input.PolicyArn);
  const { VersionId } = versionOf(policy, input.VersionId);
  const UpdateDate = Math.floor(context.account.clock.now() / 1000);
  replacePolicy(context, { ...policy, DefaultVersionId: VersionId, UpdateDate });
}
