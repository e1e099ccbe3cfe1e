import type { PutResourcePolicyRequest, PutResourcePolicyResponse } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { groupArn, groupOfArn } from "../arns.ts";
import { accountPolicies, policyKey } from "../policies.ts";
import { describePolicy } from "../describe-policy.ts";
import { checkPolicyDocument } from "../check-policy-document.ts";
import type { LogsState } from "../state.ts";
import { invalidParameter, required } from "../validate.ts";

/** "CloudWatch Logs service quotas": resource policies per Region of an account. */
const maxAccountPolicies = 10;

/** Sets a policy of the account, by `policyName`, or of one log group, by `resourceArn`. */
export function putResourcePolicy(
  state: LogsState,
): Operation<Wire<PutResourcePolicyRequest>, Wire<PutResourcePolicyResponse>> {
  return (input, { account, authorize }) => {
    const { policyName, resourceArn } = input;
    authorize({ action: "logs:PutResourcePolicy", resource: resourceArn ?? "*" });
    const policyDocument = required(input.policyDocument, "policyDocument");
    if (resourceArn === undefined) required(policyName, "policyName");
    checkPolicyDocument(policyDocument);

    const by = resourceArn === undefined ? { policyName } : { resourceArn: existingGroup(state, resourceArn) };
    const before = state.policies.get(policyKey(by));
    if (resourceArn !== undefined && before?.revisionId !== (input.expectedRevisionId ?? undefined)) {
      throw new AwsError(
        "OperationAbortedException",
        "The expected revision ID does not match the current revision ID of the resource policy.",
      );
    }
    if (!before && resourceArn === undefined && accountPolicies(state).length >= maxAccountPolicies) {
      throw new AwsError("LimitExceededException", "Resource limit exceeded.");
    }
    const policy = {
      ...(by.policyName !== undefined && { policyName: by.policyName }),
      ...(by.resourceArn !== undefined && { resourceArn: by.resourceArn }),
      policyDocument,
      lastUpdatedTime: account.clock.now(),
      revisionId: account.random.uuid(),
    };
    state.policies.set(policyKey(by), policy);
    return { resourcePolicy: describePolicy(policy), ...(resourceArn && { revisionId: policy.revisionId }) };
  };
}

function existingGroup(state: LogsState, resourceArn: string): string {
  const group = groupOfArn(state.account, resourceArn);
  if (group === undefined) throw invalidParameter("The resourceArn must be the ARN of a log group.");
  state.group(group);
  return groupArn(state.account, group);
}
