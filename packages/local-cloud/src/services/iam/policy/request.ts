/** What a policy is asked: may this principal do this to that resource, under these circumstances? */
export interface AccessRequest {
  principal: PrincipalFacts;
  /** Lower-case, as actions are compared without regard to case. */
  action: string;
  resource: string;
  /** The values of a condition key (lower-case) in this request; undefined where the request does not have it. */
  valuesOf(key: string): string[] | undefined;
  /** Condition keys (lower-case) that are left open (`Access.leaveOpen`). */
  leftOpen?: ReadonlySet<string> | undefined;
}

/** A principal, as policies tell one from another. */
export interface PrincipalFacts {
  kind: "account" | "role" | "service" | "anonymous";
  accountId: string | undefined;
  /** What a Principal element may name to mean this one alone: a role's ARN, its session's ARN, a service's name. */
  names: readonly string[];
}
