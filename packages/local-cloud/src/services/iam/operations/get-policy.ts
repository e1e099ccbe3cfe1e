import type { GetPolicyRequest, GetPolicyResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedPolicy, describePolicy } from "../policies.ts";

/** "GetPolicy". */
export function getPolicy(input: Wire<GetPolicyRequest>, context: CallContext): Wire<GetPolicyResponse> {
  return { Policy: describePolicy(context.account, authorizedPolicy(context, "iam:GetPolicy", input.PolicyArn)) };
}
