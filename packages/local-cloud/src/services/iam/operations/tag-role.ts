import type { TagRoleRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedRole, replaceRole } from "../roles.ts";
import { addedTags } from "../tags.ts";

/** "TagRole": adds tags, and gives existing ones their new values. */
export function tagRole(input: Wire<TagRoleRequest>, context: CallContext): void {
  const role = authorizedRole(context, "iam:TagRole", input.RoleName);
  replaceRole(context, { ...role, Tags: addedTags("role", role.Tags, input.Tags) });
}
