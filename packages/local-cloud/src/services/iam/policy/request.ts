/** A request for policies to decide: a principal, an action, a resource and the condition keys. */
export interface AccessRequest {
  principal: PrincipalFacts;
  /** In lower case: actions are compared case-insensitively. */
  action: string;
  resource: string;
  /** The values of a condition key (lower-case) in this request; undefined if the request does not have it. */
  valuesOf(key: string): string[] | undefined;
  /** Condition keys (lower-case) that are left open (`Access.leaveOpen`). */
  leftOpen?: ReadonlySet<string> | undefined;
}

/** The properties of a principal that policies match. */
export interface PrincipalFacts {
  kind: "account" | "role" | "service" | "anonymous";
  accountId: string | undefined;
  /** The values of a Principal element that match only this principal: a role's ARN, its session's ARN, a service's name. */
  names: readonly string[];
}
