import type { ListPolicyTagsRequest, ListPolicyTagsResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { page } from "../paging.ts";
import { authorizedPolicy } from "../policies.ts";

/** "ListPolicyTags". */
export function listPolicyTags(input: Wire<ListPolicyTagsRequest>, context: CallContext): Wire<ListPolicyTagsResponse> {
  const { items, ...rest } = page(authorizedPolicy(context, "iam:ListPolicyTags", input.PolicyArn).Tags, input);
  return { Tags: items, ...rest };
}
