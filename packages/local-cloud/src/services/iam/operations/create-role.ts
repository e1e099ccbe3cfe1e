import type { CreateRoleRequest, CreateRoleResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { entityAlreadyExists, validationError } from "../errors.ts";
import { pathOf } from "../paths.ts";
import { describeRole, type RoleRecord, replaceRole, roleArn, roleNameOf, rolesOf } from "../roles.ts";
import { sessionDuration } from "../session-duration.ts";
import { checkTags } from "../tags.ts";
import { trustPolicy } from "../trust-policy.ts";
import { uniqueId } from "../unique-id.ts";

export function createRole(input: Wire<CreateRoleRequest>, context: CallContext): Wire<CreateRoleResponse> {
  const { account } = context;
  const name = roleNameOf(input.RoleName);
  const path = pathOf(input.Path);
  const arn = roleArn(account, path, name);
  context.authorize({ action: "iam:CreateRole", resource: arn });
  if (input.PermissionsBoundary)
    throw validationError("The local cloud does not support permissions boundaries; leave PermissionsBoundary out.");
  const trust = trustPolicy(account, input.AssumeRolePolicyDocument);
  if (rolesOf(account).has(name)) throw entityAlreadyExists(`Role with name ${name} already exists.`);
  const role: RoleRecord = {
    RoleName: name,
    RoleId: uniqueId(account, "AROA"),
    Arn: arn,
    Path: path,
    CreateDate: Math.floor(account.clock.now() / 1000),
    ...(input.Description !== undefined && { Description: input.Description }),
    MaxSessionDuration: sessionDuration(input.MaxSessionDuration),
    AssumeRolePolicyDocument: trust,
    Tags: checkTags("role", input.Tags),
    inline: {},
    attached: [],
  };
  replaceRole(context, role);
  return { Role: describeRole(role) };
}
