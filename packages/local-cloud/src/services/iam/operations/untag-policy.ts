import type { UntagPolicyRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedOwnPolicy, replacePolicy } from "../policies.ts";

/** "UntagPolicy". */
export function untagPolicy(input: Wire<UntagPolicyRequest>, context: CallContext): void {
  const policy = authorizedOwnPolicy(context, "iam:UntagPolicy", input.PolicyArn);
  replacePolicy(context, { ...policy, Tags: policy.Tags.filter(({ Key }) => !input.TagKeys?.includes(Key)) });
}
