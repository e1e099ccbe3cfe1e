import type { ListPolicyVersionsRequest, ListPolicyVersionsResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { page } from "../paging.ts";
import { authorizedPolicy, describeVersion } from "../policies.ts";

/** "ListPolicyVersions": newest first, without the documents. */
export function listPolicyVersions(
  input: Wire<ListPolicyVersionsRequest>,
  context: CallContext,
): Wire<ListPolicyVersionsResponse> {
  const policy = authorizedPolicy(context, "iam:ListPolicyVersions", input.PolicyArn);
  const { items, ...rest } = page([...policy.versions].reverse(), input);
  const Versions = items.map((version) => {
    const { Document: _document, ...described } = describeVersion(policy, version);
    return described;
  });
  return { Versions, ...rest };
}
