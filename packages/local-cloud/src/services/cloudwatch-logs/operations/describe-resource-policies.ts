import type {
  DescribeResourcePoliciesRequest,
  DescribeResourcePoliciesResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { groupArn, groupOfArn } from "../arns.ts";
import { pageAfter } from "../page.ts";
import { accountPolicies, policyKey } from "../policies.ts";
import { describePolicy } from "../describe-policy.ts";
import type { LogsState, ResourcePolicy } from "../state.ts";
import { invalidParameter, pageSize } from "../validate.ts";

export function describeResourcePolicies(
  state: LogsState,
): Operation<Wire<DescribeResourcePoliciesRequest>, Wire<DescribeResourcePoliciesResponse>> {
  return (input, { authorize }) => {
    authorize({ action: "logs:DescribeResourcePolicies", resource: input.resourceArn ?? "*" });
    const policies = wanted(state, input).sort((a, b) => (policyKey(a) < policyKey(b) ? -1 : 1));
    const page = pageAfter(policies, policyKey, pageSize(input.limit, 50, 50), input.nextToken);
    return {
      resourcePolicies: page.items.map(describePolicy),
      ...(page.nextToken && { nextToken: page.nextToken }),
    };
  };
}

function wanted(state: LogsState, input: Wire<DescribeResourcePoliciesRequest>): ResourcePolicy[] {
  if (input.policyScope !== "RESOURCE" && input.resourceArn === undefined) return accountPolicies(state);
  if (input.resourceArn === undefined) {
    throw invalidParameter("The resourceArn is required for the policy scope RESOURCE.");
  }
  const group = groupOfArn(state.account, input.resourceArn);
  if (group === undefined) throw invalidParameter("The resourceArn must be the ARN of a log group.");
  const policy = state.policies.get(policyKey({ resourceArn: groupArn(state.account, group) }));
  return policy ? [policy] : [];
}
