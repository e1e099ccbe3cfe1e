import type { UpdateRoleRequest, UpdateRoleResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedRole, replaceRole } from "../roles.ts";
import { sessionDuration } from "../session-duration.ts";

/** "UpdateRole": changes the description and MaxSessionDuration. */
export function updateRole(input: Wire<UpdateRoleRequest>, context: CallContext): Wire<UpdateRoleResponse> {
  const role = authorizedRole(context, "iam:UpdateRole", input.RoleName);
  replaceRole(context, {
    ...role,
    ...(input.Description !== undefined && { Description: input.Description }),
    MaxSessionDuration: sessionDuration(input.MaxSessionDuration ?? role.MaxSessionDuration),
  });
  return {};
}
