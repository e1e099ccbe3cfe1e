import type { ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { page } from "../paging.ts";
import { authorizedPolicy, rolesWith } from "../policies.ts";

/** "ListEntitiesForPolicy": of the local cloud's entities, only roles have policies. */
export function listEntitiesForPolicy(
  input: Wire<ListEntitiesForPolicyRequest>,
  context: CallContext,
): Wire<ListEntitiesForPolicyResponse> {
  const policy = authorizedPolicy(context, "iam:ListEntitiesForPolicy", input.PolicyArn);
  const { EntityFilter = "Role", PathPrefix = "/" } = input;
  const roles = EntityFilter === "Role" ? rolesWith(context.account, policy.Arn) : [];
  const { items, ...rest } = page(
    roles.filter(({ Path }) => Path.startsWith(PathPrefix)),
    input,
  );
  const PolicyRoles = items.map(({ RoleName, RoleId }) => ({ RoleName, RoleId }));
  return { PolicyRoles, PolicyUsers: [], PolicyGroups: [], ...rest };
}
