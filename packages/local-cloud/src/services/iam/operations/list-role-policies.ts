import type { ListRolePoliciesRequest, ListRolePoliciesResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { page } from "../paging.ts";
import { authorizedRole } from "../roles.ts";

/** "ListRolePolicies": the names of the inline policies. */
export function listRolePolicies(
  input: Wire<ListRolePoliciesRequest>,
  context: CallContext,
): Wire<ListRolePoliciesResponse> {
  const role = authorizedRole(context, "iam:ListRolePolicies", input.RoleName);
  const { items, ...rest } = page(Object.keys(role.inline).sort(), input);
  return { PolicyNames: items, ...rest };
}
