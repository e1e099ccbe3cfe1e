import type { CreateRoleRequest, CreateRoleResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { entityAlreadyExists, validationError } from "../errors.ts";
import { validatePolicy } from "../policy/validate.ts";
import { describeRole, type RoleRecord, replaceRole, roleArn, roleNameOf, rolesOf } from "../roles.ts";
import { sessionDuration } from "../session-duration.ts";
import { checkTags } from "../tags.ts";

export function createRole(input: Wire<CreateRoleRequest>, context: CallContext): Wire<CreateRoleResponse> {
  const { account } = context;
  const name = roleNameOf(input.RoleName);
  const path = pathOf(input.Path);
  const arn = roleArn(account, path, name);
  context.authorize({ action: "iam:CreateRole", resource: arn });
  if (input.PermissionsBoundary)
    throw validationError("The local cloud does not support permissions boundaries; leave PermissionsBoundary out.");
  const trust = validatePolicy(input.AssumeRolePolicyDocument, "trust");
  if (rolesOf(account).has(name)) throw entityAlreadyExists(`Role with name ${name} already exists.`);
  const role: RoleRecord = {
    RoleName: name,
    RoleId: newRoleId(context),
    Arn: arn,
    Path: path,
    CreateDate: Math.floor(account.clock.now() / 1000),
    ...(input.Description !== undefined && { Description: input.Description }),
    MaxSessionDuration: sessionDuration(input.MaxSessionDuration),
    AssumeRolePolicyDocument: trust,
    Tags: checkTags(input.Tags),
    inline: {},
    attached: [],
  };
  replaceRole(context, role);
  return { Role: describeRole(role) };
}

function pathOf(path = "/"): string {
  if (/^\/([\x21-\x7e]+\/)?$/.test(path)) return path;
  throw validationError(
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  );
}

function newRoleId({ account }: CallContext): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return `AROA${Array.from({ length: 17 }, () => alphabet[account.random.below(32)]).join("")}`;
}
