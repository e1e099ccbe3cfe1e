import type { GetPolicyRequest, GetPolicyResponse } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { notFound } from "../errors.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { policyDocument } from "../policy.ts";

export function getPolicy(lambda: Lambda) {
  return (input: Wire<GetPolicyRequest>, context: CallContext): Wire<GetPolicyResponse> => {
    const { policy, revisionId } = authorizedFunction(lambda, context, "lambda:GetPolicy", input);
    if (policy.length === 0) throw notFound("The resource you requested does not exist.");
    return { Policy: JSON.stringify(policyDocument(policy)), RevisionId: revisionId };
  };
}
