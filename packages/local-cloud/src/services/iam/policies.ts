import type { Policy, PolicyVersion } from "@aws-sdk/client-iam";
import type { Account } from "../../core/account.ts";
import type { PolicyDocument } from "../../core/policy.ts";
import type { CallContext, Wire } from "../../core/service.ts";
import type { Collection } from "../../core/store.ts";
import { invalidInput, limitExceeded, noSuchEntity } from "./errors.ts";
import { managedPolicies } from "./managed-policies.ts";
import { validatePolicy } from "./policy/validate.ts";
import type { PolicyRecord, PolicyVersionRecord } from "./policy-record.ts";
import { encodePolicy, type RoleRecord, rolesOf } from "./roles.ts";

/** Characters of a managed policy, not counting white space ("IAM and AWS STS quotas"). */
const largestPolicy = 6144;

export function policiesOf(account: Pick<Account, "store">): Collection<PolicyRecord> {
  return account.store.collection<PolicyRecord>("iam/policies");
}

/** A customer-managed or AWS-managed policy. */
export function findPolicy(account: Pick<Account, "store">, arn: string): PolicyRecord | undefined {
  return managedPolicies.get(arn) ?? policiesOf(account).get(arn);
}

/**
 * The policy that a call names, after checking that the caller may do `action` on it.
 *
 * @throws AwsError AccessDenied, or NoSuchEntity if the policy does not exist.
 */
export function authorizedPolicy(context: CallContext, action: string, arn = ""): PolicyRecord {
  context.authorize({ action, resource: arn });
  const policy = findPolicy(context.account, arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** The same for a call that changes the policy, which must be one of the account's own. */
export function authorizedOwnPolicy(context: CallContext, action: string, arn = ""): PolicyRecord {
  const policy = authorizedPolicy(context, action, arn);
  if (managedPolicies.has(arn)) throw invalidInput(`Policy ${arn} is outside your own account.`);
  return policy;
}

export function replacePolicy({ account }: CallContext, policy: PolicyRecord): void {
  policiesOf(account).set(policy.Arn, policy);
}

/** Reads the document of a managed policy. @throws AwsError MalformedPolicyDocument, or LimitExceeded for its size */
export function managedDocument(text: unknown): PolicyDocument {
  const document = validatePolicy(text, "identity");
  if (JSON.stringify(document).replace(/\s/g, "").length > largestPolicy)
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${largestPolicy}`);
  return document;
}

export function versionOf(policy: PolicyRecord, versionId: string | undefined): PolicyVersionRecord {
  const version = policy.versions.find(({ VersionId }) => VersionId === versionId);
  if (!version) throw noSuchEntity(`Policy ${policy.Arn} version ${versionId} does not exist or is not attachable.`);
  return version;
}

/** The document in effect. */
export function defaultDocument(policy: PolicyRecord): PolicyDocument {
  return versionOf(policy, policy.DefaultVersionId).document;
}

/** The roles that the policy is attached to, by name. */
export function rolesWith(account: Pick<Account, "store">, arn: string): RoleRecord[] {
  const roles = [...rolesOf(account).values()].filter(({ attached }) => attached.includes(arn));
  return roles.sort((a, b) => (a.RoleName < b.RoleName ? -1 : 1));
}

/** A policy as GetPolicy returns it. ListPolicies leaves out description and tags. */
export function describePolicy(account: Pick<Account, "store">, policy: PolicyRecord): Wire<Policy> {
  const { versions: _versions, lastVersion: _lastVersion, Tags, ...members } = policy;
  return {
    ...members,
    AttachmentCount: rolesWith(account, policy.Arn).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    ...(Tags.length > 0 && { Tags }),
  };
}

/** A version as GetPolicyVersion returns it, its document percent-encoded. ListPolicyVersions leaves the document out. */
export function describeVersion(policy: PolicyRecord, version: PolicyVersionRecord): Wire<PolicyVersion> {
  const { VersionId, CreateDate, document } = version;
  return {
    VersionId,
    IsDefaultVersion: VersionId === policy.DefaultVersionId,
    CreateDate,
    Document: encodePolicy(document),
  };
}
