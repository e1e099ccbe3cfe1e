import type { PutResourcePolicyRequest, PutResourcePolicyResponse } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { groupArn } from "../arns.ts";
import { checkPolicyDocument } from "../check-policy-document.ts";
import { describePolicy } from "../describe-policy.ts";
import { accountPolicies, groupOfPolicy, policyKey, revisionMismatch } from "../policies.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { required } from "../validate.ts";

/** "CloudWatch Logs service quotas": resource policies for an account in a Region. */
const maxAccountPolicies = 10;

/** Sets a policy of the account (`policyName`) or of one log group (`resourceArn`). */
export function putResourcePolicy(
  state: CloudWatchLogsState,
): Operation<Wire<PutResourcePolicyRequest>, Wire<PutResourcePolicyResponse>> {
  return (input, { account, authorize }) => {
    const { policyName, resourceArn } = input;
    authorize({ action: "logs:PutResourcePolicy", resource: resourceArn ?? "*" });
    const policyDocument = required(input.policyDocument, "policyDocument");
    if (resourceArn === undefined) required(policyName, "policyName");
    checkPolicyDocument(policyDocument);

    const target = resourceArn === undefined ? { policyName } : { resourceArn: existingGroup(state, resourceArn) };
    const before = state.policies.get(policyKey(target));
    if (resourceArn !== undefined && before?.revisionId !== (input.expectedRevisionId ?? undefined)) {
      throw revisionMismatch();
    }
    if (!before && resourceArn === undefined && accountPolicies(state).length >= maxAccountPolicies) {
      throw new AwsError("LimitExceededException", "Resource limit exceeded.");
    }
    const policy = {
      ...(target.policyName !== undefined && { policyName: target.policyName }),
      ...(target.resourceArn !== undefined && { resourceArn: target.resourceArn }),
      policyDocument,
      lastUpdatedTime: account.clock.now(),
      revisionId: account.random.uuid(),
    };
    state.policies.set(policyKey(target), policy);
    return { resourcePolicy: describePolicy(policy), ...(resourceArn && { revisionId: policy.revisionId }) };
  };
}

function existingGroup(state: CloudWatchLogsState, resourceArn: string): string {
  const group = groupOfPolicy(state.account, resourceArn);
  state.group(group);
  return groupArn(state.account, group);
}
