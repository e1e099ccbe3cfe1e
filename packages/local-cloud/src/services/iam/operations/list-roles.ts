import type { ListRolesRequest, ListRolesResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { page } from "../paging.ts";
import { describeRole, roleArn, rolesOf } from "../roles.ts";

/** "ListRoles": sorted by name and, as on AWS, without tags. */
export function listRoles(input: Wire<ListRolesRequest>, context: CallContext): Wire<ListRolesResponse> {
  const prefix = input.PathPrefix ?? "/";
  context.authorize({ action: "iam:ListRoles", resource: roleArn(context.account, prefix, "") });
  const roles = [...rolesOf(context.account).values()]
    .filter((role) => role.Path.startsWith(prefix))
    .sort((a, b) => (a.RoleName < b.RoleName ? -1 : 1));
  const { items, ...rest } = page(roles, input);
  return { Roles: items.map((role) => describeRole({ ...role, Tags: [] })), ...rest };
}
