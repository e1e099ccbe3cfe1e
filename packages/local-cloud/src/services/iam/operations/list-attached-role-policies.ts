import type { ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { page } from "../paging.ts";
import { authorizedRole } from "../roles.ts";

export function listAttachedRolePolicies(
  input: Wire<ListAttachedRolePoliciesRequest>,
  context: CallContext,
): Wire<ListAttachedRolePoliciesResponse> {
  const role = authorizedRole(context, "iam:ListAttachedRolePolicies", input.RoleName);
  const { items, ...rest } = page([...role.attached].sort(), input);
  return {
    AttachedPolicies: items.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf("/") + 1), PolicyArn: arn })),
    ...rest,
  };
}
