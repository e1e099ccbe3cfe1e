import type {
  DescribeResourcePoliciesRequest,
  DescribeResourcePoliciesResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { groupArn } from "../arns.ts";
import { describePolicy } from "../describe-policy.ts";
import { pageAfter } from "../page.ts";
import { accountPolicies, groupOfPolicy, policyKey } from "../policies.ts";
import type { CloudWatchLogsState, ResourcePolicy } from "../state.ts";
import { invalidParameter, pageSize } from "../validate.ts";

export function describeResourcePolicies(
  state: CloudWatchLogsState,
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

function wanted(state: CloudWatchLogsState, input: Wire<DescribeResourcePoliciesRequest>): ResourcePolicy[] {
  if (input.policyScope !== "RESOURCE" && input.resourceArn === undefined) return accountPolicies(state);
  if (input.resourceArn === undefined) {
    throw invalidParameter("The resourceArn is required for the policy scope RESOURCE.");
  }
  const group = groupOfPolicy(state.account, input.resourceArn);
  const policy = state.policies.get(policyKey({ resourceArn: groupArn(state.account, group) }));
  return policy ? [policy] : [];
}
