import type { Account } from "../../core/account.ts";
import { AwsError } from "../../core/aws-error.ts";
import type { PolicyDocument, PolicyStatement } from "../../core/policy.ts";
import { groupArn, groupOfArn } from "./arns.ts";
import type { CloudWatchLogsState, ResourcePolicy } from "./state.ts";
import { invalidParameter } from "./validate.ts";

/** The key in the store: by name for a policy of the account, by ARN for a policy of one log group. */
export function policyKey(target: { policyName?: string | undefined; resourceArn?: string | undefined }): string {
  return target.resourceArn === undefined ? `account:${target.policyName}` : `resource:${target.resourceArn}`;
}

export function accountPolicies(state: CloudWatchLogsState): ResourcePolicy[] {
  return [...state.policies.values()].filter((policy) => policy.resourceArn === undefined);
}

/** The log group that a policy is for. @throws AwsError InvalidParameterException */
export function groupOfPolicy(account: Account, resourceArn: string): string {
  const group = groupOfArn(account, resourceArn);
  if (group === undefined) throw invalidParameter("The resourceArn must be the ARN of a log group.");
  return group;
}

export function revisionMismatch(): AwsError {
  return new AwsError(
    "OperationAbortedException",
    "The expected revision ID does not match the current revision ID of the resource policy.",
  );
}

/** Each log group's effective resource policy. Cached, because every event from EventBridge is authorized by it. */
export class GroupPolicies {
  readonly #state: CloudWatchLogsState;
  readonly #documents = new Map<string, { of: ResourcePolicy[]; document: PolicyDocument }>();

  constructor(state: CloudWatchLogsState) {
    this.#state = state;
  }

  /** The account's policies and the group's own as one document. Returns the same object until one of them changes. */
  of(resource: string): PolicyDocument | undefined {
    const group = groupOfArn(this.#state.account, resource);
    if (group === undefined) return undefined;
    const own = this.#state.policies.get(policyKey({ resourceArn: groupArn(this.#state.account, group) }));
    const policies = [...accountPolicies(this.#state), ...(own ? [own] : [])];
    if (policies.length === 0) return undefined;
    const cached = this.#documents.get(group);
    if (cached && isSame(cached.of, policies)) return cached.document;
    const document = { Version: "2012-10-17", Statement: policies.flatMap(statements) };
    this.#documents.set(group, { of: policies, document });
    return document;
  }
}

function isSame(one: ResourcePolicy[], other: ResourcePolicy[]): boolean {
  return one.length === other.length && one.every((policy, index) => policy === other[index]);
}

function statements(policy: ResourcePolicy): PolicyStatement[] {
  const { Statement } = JSON.parse(policy.policyDocument) as { Statement: PolicyStatement | PolicyStatement[] };
  return [Statement].flat();
}
