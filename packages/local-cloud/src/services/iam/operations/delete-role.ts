import type { DeleteRoleRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { deleteConflict } from "../errors.ts";
import { authorizedRole, removeRole } from "../roles.ts";

/** "DeleteRole": refused while the role has policies. */
export function deleteRole(input: Wire<DeleteRoleRequest>, context: CallContext): void {
  const role = authorizedRole(context, "iam:DeleteRole", input.RoleName);
  if (role.attached.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
  if (Object.keys(role.inline).length > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
  removeRole(context, role);
}
