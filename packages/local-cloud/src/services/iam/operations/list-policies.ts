import type { ListPoliciesRequest, ListPoliciesResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { validationError } from "../errors.ts";
import { managedPolicies } from "../managed-policies.ts";
import { page } from "../paging.ts";
import { describePolicy, policiesOf, rolesWith } from "../policies.ts";
import type { PolicyRecord } from "../policy-record.ts";

/** "ListPolicies": by name and, as on AWS, without descriptions and tags. */
export function listPolicies(input: Wire<ListPoliciesRequest>, context: CallContext): Wire<ListPoliciesResponse> {
  const { account } = context;
  const { Scope = "All", OnlyAttached, PathPrefix = "/", PolicyUsageFilter } = input;
  context.authorize({ action: "iam:ListPolicies", resource: "*" });
  if (!["All", "AWS", "Local"].includes(Scope))
    throw validationError(`Scope must be one of All, AWS and Local, but is ${Scope}.`);
  if (PolicyUsageFilter === "PermissionsBoundary")
    throw validationError("The local cloud does not support permissions boundaries; leave PolicyUsageFilter out.");
  const all = [
    ...(Scope === "Local" ? [] : managedPolicies.values()),
    ...(Scope === "AWS" ? [] : policiesOf(account).values()),
  ];
  const found = all
    .filter(({ Path, Arn }) => Path.startsWith(PathPrefix) && (!OnlyAttached || rolesWith(account, Arn).length > 0))
    .sort((a, b) => (a.PolicyName < b.PolicyName ? -1 : 1));
  const { items, ...rest } = page(found, input);
  return { Policies: items.map((policy) => describePolicy(account, withoutDetails(policy))), ...rest };
}

function withoutDetails({ Description: _description, ...policy }: PolicyRecord): PolicyRecord {
  return { ...policy, Tags: [] };
}
