import type { ListRoleTagsRequest, ListRoleTagsResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { page } from "../paging.ts";
import { authorizedRole } from "../roles.ts";

/** "ListRoleTags". */
export function listRoleTags(input: Wire<ListRoleTagsRequest>, context: CallContext): Wire<ListRoleTagsResponse> {
  const role = authorizedRole(context, "iam:ListRoleTags", input.RoleName);
  const { items, ...rest } = page(role.Tags, input);
  return { Tags: items, ...rest };
}
