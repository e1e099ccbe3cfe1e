import type { UntagRoleRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedRole, replaceRole } from "../roles.ts";

/** "UntagRole". */
export function untagRole(input: Wire<UntagRoleRequest>, context: CallContext): void {
  const role = authorizedRole(context, "iam:UntagRole", input.RoleName);
  replaceRole(context, { ...role, Tags: role.Tags.filter(({ Key }) => !input.TagKeys?.includes(Key)) });
}
