import type { TagPolicyRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedOwnPolicy, replacePolicy } from "../policies.ts";
import { addedTags } from "../tags.ts";

/** "TagPolicy": adds tags, and gives existing ones their new values. */
export function tagPolicy(input: Wire<TagPolicyRequest>, context: CallContext): void {
  const policy = authorizedOwnPolicy(context, "iam:TagPolicy", input.PolicyArn);
  replacePolicy(context, { ...policy, Tags: addedTags("policy", policy.Tags, input.Tags) });
}
