import type { Role } from "@aws-sdk/client-iam";
import type { Account } from "../../core/account.ts";
import { Eventual } from "../../core/eventual.ts";
import type { PolicyDocument } from "../../core/policy.ts";
import type { Access, CallContext, Wire } from "../../core/service.ts";
import type { Collection } from "../../core/store.ts";
import { noSuchEntity, validationError } from "./errors.ts";

/** A role as it is stored, under its name. */
export interface RoleRecord {
  RoleName: string;
  RoleId: string;
  Arn: string;
  Path: string;
  /** Seconds since 1970. */
  CreateDate: number;
  Description?: string;
  /** Seconds. */
  MaxSessionDuration: number;
  AssumeRolePolicyDocument: PolicyDocument;
  Tags: Array<{ Key: string; Value: string }>;
  /** By policy name. */
  inline: Record<string, PolicyDocument>;
  /** ARNs of managed policies, the account's own and AWS's. */
  attached: string[];
}

export function rolesOf(account: Pick<Account, "store">): Collection<RoleRecord> {
  return account.store.collection<RoleRecord>("iam/roles");
}

/**
 * The role that a call names, after checking that the caller may do `action` on it.
 *
 * @throws AwsError AccessDenied, or NoSuchEntity if the role does not exist.
 */
export function authorizedRole(
  context: CallContext,
  action: string,
  roleName: string | undefined,
  conditions: Access["conditions"] = {},
): RoleRecord {
  const name = roleNameOf(roleName);
  const role = rolesOf(context.account).get(name);
  context.authorize({ action, resource: role?.Arn ?? roleArn(context.account, "/", name), conditions });
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

export function replaceRole({ account }: CallContext, role: RoleRecord): void {
  const roles = rolesOf(account);
  changesOf(account).change(role.RoleName, role.RoleName, roles.get(role.RoleName), role);
  roles.set(role.RoleName, role);
}

export function removeRole({ account }: CallContext, role: RoleRecord): void {
  changesOf(account).change(role.RoleName, role.RoleName, role, undefined);
  rolesOf(account).delete(role.RoleName);
}

/** The role as an access decision sees it: while a change is in progress, by chance as it was before. */
export function seenRole(account: Account, name: string, reader: string): RoleRecord | undefined {
  return changesOf(account).seen(name, rolesOf(account).get(name), reader);
}

/** Whether a change of some role is in progress. */
export function areRolesChanging(account: Account): boolean {
  return changesOf(account).keys().length > 0;
}

const changes = new WeakMap<Account, Eventual<RoleRecord>>();

/** Changes of roles in progress ("Changes that I make are not always immediately visible", IAM User Guide). */
function changesOf(account: Account): Eventual<RoleRecord> {
  let found = changes.get(account);
  if (!found) changes.set(account, (found = new Eventual(account, "role", "iam/superseded-roles")));
  return found;
}

export function roleArn(account: Pick<Account, "id">, path: string, name: string): string {
  return `arn:aws:iam::${account.id}:role${path}${name}`;
}

/**
 * Whether a policy can name this principal. IAM looks it up: a role of this account must exist, and so must the role of a
 * session. The account has no users. Nothing is known of other accounts.
 */
export function principalExists(account: Pick<Account, "id" | "store">, arn: string): boolean {
  const [, accountId, kind, name] = /^arn:aws:(?:iam|sts)::(\d{12}):([a-z-]+)\/?(.*)$/.exec(arn) ?? [];
  if (accountId !== account.id || kind === "root") return true;
  const roles = rolesOf(account);
  if (kind === "assumed-role") return roles.has(name!.split("/")[0]!);
  return kind === "role" && roles.get(name!.split("/").at(-1)!)?.Arn === arn;
}

/** "IAM and AWS STS quotas": at most 64 characters. */
export function roleNameOf(name: string | undefined): string {
  if (name === undefined || name === "") throw validationError("RoleName is missing or empty.");
  checkName("roleName", name, 64);
  return name;
}

export function policyNameOf(name: string | undefined): string {
  if (name === undefined || name === "") throw validationError("PolicyName is missing or empty.");
  checkName("policyName", name, 128);
  return name;
}

function checkName(member: string, name: string, longest: number): void {
  if (name.length > longest) {
    throw validationError(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${longest}`,
    );
  }
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw validationError(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
}

/** A role as GetRole returns it, its trust policy percent-encoded. */
export function describeRole(role: RoleRecord): Wire<Role> {
  const { Path, RoleName, RoleId, Arn, CreateDate, Description, MaxSessionDuration, Tags } = role;
  return {
    Path,
    RoleName,
    RoleId,
    Arn,
    CreateDate,
    AssumeRolePolicyDocument: encodePolicy(role.AssumeRolePolicyDocument),
    ...(Description !== undefined && { Description }),
    MaxSessionDuration,
    ...(Tags.length > 0 && { Tags }),
  };
}

export function encodePolicy(document: PolicyDocument): string {
  return encodeURIComponent(JSON.stringify(document));
}
