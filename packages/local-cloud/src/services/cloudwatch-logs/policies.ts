import type { PolicyDocument, PolicyStatement } from "../../core/policy.ts";
import { groupArn, groupOfArn } from "./arns.ts";
import type { LogsState, ResourcePolicy } from "./state.ts";

/** A policy by name is the account's, a policy by ARN is one group's: the two never get in each other's way. */
export function policyKey(by: { policyName?: string | undefined; resourceArn?: string | undefined }): string {
  return by.resourceArn === undefined ? `account:${by.policyName}` : `resource:${by.resourceArn}`;
}

export function accountPolicies(state: LogsState): ResourcePolicy[] {
  return [...state.policies.values()].filter((policy) => policy.resourceArn === undefined);
}

/** What speaks for each group's resources; kept, because every event that EventBridge writes is decided by it. */
export class GroupPolicies {
  readonly #state: LogsState;
  readonly #documents = new Map<string, { of: ResourcePolicy[]; document: PolicyDocument }>();

  constructor(state: LogsState) {
    this.#state = state;
  }

  /** The account's policies and the group's own as one document: the same object until one of them changes. */
  of(resource: string): PolicyDocument | undefined {
    const group = groupOfArn(this.#state.account, resource);
    if (group === undefined) return undefined;
    const own = this.#state.policies.get(policyKey({ resourceArn: groupArn(this.#state.account, group) }));
    const policies = [...accountPolicies(this.#state), ...(own ? [own] : [])];
    if (policies.length === 0) return undefined;
    const kept = this.#documents.get(group);
    if (kept && isSame(kept.of, policies)) return kept.document;
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
