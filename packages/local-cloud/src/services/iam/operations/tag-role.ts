import type { TagRoleRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedRole, replaceRole } from "../roles.ts";
import { checkTags } from "../tags.ts";

/** "TagRole": adds tags, and gives existing ones their new values. */
export function tagRole(input: Wire<TagRoleRequest>, context: CallContext): void {
  const role = authorizedRole(context, "iam:TagRole", input.RoleName);
  const added = checkTags(input.Tags);
  const unchanged = role.Tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
  replaceRole(context, { ...role, Tags: checkTags([...unchanged, ...added]) });
}
