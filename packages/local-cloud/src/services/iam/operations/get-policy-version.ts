import type { GetPolicyVersionRequest, GetPolicyVersionResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedPolicy, describeVersion, versionOf } from "../policies.ts";

/** "GetPolicyVersion". */
export function getPolicyVersion(
  input: Wire<GetPolicyVersionRequest>,
  context: CallContext,
): Wire<GetPolicyVersionResponse> {
  const policy = authorizedPolicy(context, "iam:GetPolicyVersion", input.PolicyArn);
  return { PolicyVersion: describeVersion(policy, versionOf(policy, input.VersionId)) };
}
