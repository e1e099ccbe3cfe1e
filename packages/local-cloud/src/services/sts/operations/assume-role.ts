import type { AssumeRoleRequest, AssumeRoleResponse } from "@aws-sdk/client-sts";
import { AwsError } from "../../../core/aws-error.ts";
import type { CallContext, Wire } from "../../../core/service.ts";
import { rolesOf } from "../../iam/roles.ts";

/** "AssumeRole": new credentials for a session of the role, if its trust policy allows the caller. */
export function assumeRole(input: Wire<AssumeRoleRequest>, context: CallContext): Wire<AssumeRoleResponse> {
  const { account } = context;
  const arn = input.RoleArn ?? "";
  const sessionName = sessionNameOf(input.RoleSessionName);
  refuseUnsupported(input);
  context.authorize({
    action: "sts:AssumeRole",
    resource: arn,
    conditions: {
      "sts:RoleSessionName": sessionName,
      ...(input.DurationSeconds !== undefined && { "sts:DurationSeconds": String(input.DurationSeconds) }),
      ...(input.ExternalId !== undefined && { "sts:ExternalId": input.ExternalId }),
    },
  });
  const role = rolesOf(account).get(arn.slice(arn.lastIndexOf("/") + 1))!;
  const seconds = input.DurationSeconds ?? 3600;
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > role.MaxSessionDuration) {
    throw new AwsError(
      "ValidationError",
      `The requested DurationSeconds exceeds the MaxSessionDuration set for this role: it must be from 900 to ${role.MaxSessionDuration}, not ${seconds}.`,
    );
  }
  const session = { kind: "role", accountId: account.id, roleName: role.RoleName, sessionName } as const;
  const { accessKeyId, secretAccessKey, sessionToken } = account.credentialsFor(session);
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: Math.floor(account.clock.now() / 1000) + seconds,
    },
    AssumedRoleUser: {
      AssumedRoleId: `${role.RoleId}:${sessionName}`,
      Arn: `arn:aws:sts::${account.id}:assumed-role/${role.RoleName}/${sessionName}`,
    },
  };
}

/** Ignored, they would let a session do more than it may on AWS. */
const unsupported = [
  "Policy",
  "PolicyArns",
  "Tags",
  "TransitiveTagKeys",
  "SourceIdentity",
  "SerialNumber",
  "TokenCode",
  "ProvidedContexts",
] as const;

function refuseUnsupported(input: Wire<AssumeRoleRequest>): void {
  const member = unsupported.find((name) => input[name] !== undefined);
  if (member === undefined) return;
  throw new AwsError("ValidationError", `The local cloud does not support ${member} of AssumeRole; leave it out.`);
}

function sessionNameOf(name = ""): string {
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw new AwsError(
    "ValidationError",
    `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]* and have 2 to 64 characters`,
  );
}
