import type { DeleteResourcePolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { groupArn, groupOfArn } from "../arns.ts";
import { policyKey, revisionMismatch } from "../policies.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { required } from "../validate.ts";

export function deleteResourcePolicy(state: CloudWatchLogsState): Operation<Wire<DeleteResourcePolicyRequest>, object> {
  return (input, { account, authorize }) => {
    const { resourceArn, policyName, expectedRevisionId } = input;
    authorize({ action: "logs:DeleteResourcePolicy", resource: resourceArn ?? "*" });
    const group = resourceArn === undefined ? undefined : groupOfArn(account, resourceArn);
    const key =
      resourceArn === undefined
        ? policyKey({ policyName: required(policyName, "policyName") })
        : policyKey({ resourceArn: group === undefined ? resourceArn : groupArn(account, group) });
    const policy = state.policies.get(key);
    if (!policy) {
      const name = policyName ?? resourceArn;
      throw new AwsError("ResourceNotFoundException", `Policy with name [${name}] does not exist.`);
    }
    if (expectedRevisionId !== undefined && policy.revisionId !== expectedRevisionId) {
      throw revisionMismatch();
    }
    state.policies.delete(key);
    return {};
  };
}
