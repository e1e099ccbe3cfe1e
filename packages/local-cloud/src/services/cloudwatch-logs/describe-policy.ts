import type { ResourcePolicy as Description } from "@aws-sdk/client-cloudwatch-logs";
import type { ResourcePolicy } from "./state.ts";

export function describePolicy(policy: ResourcePolicy): Description {
  const { revisionId, ...rest } = policy;
  if (policy.resourceArn === undefined) return { ...rest, policyScope: "ACCOUNT" };
  return { ...rest, policyScope: "RESOURCE", revisionId };
}
