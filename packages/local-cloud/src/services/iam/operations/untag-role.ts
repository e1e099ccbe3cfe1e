import type { UntagRoleRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedRole, replaceRole } from "../roles.ts";
import { remainingTags } from "../tags.ts";

/** "UntagRole". */
export function untagRole(input: Wire<UntagRoleRequest>, context: CallContext): void {
  const role = authorizedRole(context, "iam:UntagRole", input.RoleName);
  replaceRole(context, { ...role, Tags: remainingTags("role", role.Tags, input.TagKeys) });
}
