import type { DetachRolePolicyRequest } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { noSuchEntity } from "../errors.ts";
import { authorizedRole, replaceRole } from "../roles.ts";

export function detachRolePolicy(input: Wire<DetachRolePolicyRequest>, context: CallContext): void {
  const arn = input.PolicyArn ?? "";
  const role = authorizedRole(context, "iam:DetachRolePolicy", input.RoleName, { "iam:PolicyARN": arn });
  if (!role.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  replaceRole(context, { ...role, attached: role.attached.filter((other) => other !== arn) });
}
