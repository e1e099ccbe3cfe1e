import type { GetRoleRequest, GetRoleResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedRole, describeRole } from "../roles.ts";

export function getRole(input: Wire<GetRoleRequest>, context: CallContext): Wire<GetRoleResponse> {
  return { Role: describeRole(authorizedRole(context, "iam:GetRole", input.RoleName)) };
}
