import type { UntagPolicyRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedOwnPolicy, replacePolicy } from "../policies.ts";
import { remainingTags } from "../tags.ts";

/** "UntagPolicy". */
export function untagPolicy(input: Wire<UntagPolicyRequest>, context: CallContext): void {
  const policy = authorizedOwnPolicy(context, "iam:UntagPolicy", input.PolicyArn);
  replacePolicy(context, { ...policy, Tags: remainingTags("policy", policy.Tags, input.TagKeys) });
}
