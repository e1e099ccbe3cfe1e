import type { PolicyStatement } from "../../../core/policy.ts";
import type { AccessRequest } from "./request.ts";

/**
 * How a statement names the caller: itself (or everyone), or only the account that it is of. An
 * account that is allowed something may pass that on by its own policies; in the same account
 * this alone allows its roles nothing.
 */
export type PrincipalMatch = "direct" | "account" | undefined;

export type PrincipalMatcher = (request: AccessRequest) => PrincipalMatch;

/** "AWS JSON policy elements: Principal". A statement of an identity policy has none, and is for whoever holds it. */
export function principalMatcher({ Principal, NotPrincipal }: PolicyStatement): PrincipalMatcher {
  if (Principal !== undefined) return listed(Principal);
  if (NotPrincipal === undefined) return () => "direct";
  const excepted = listed(NotPrincipal);
  return (request) => (excepted(request) === "direct" ? undefined : "direct");
}

function listed(element: NonNullable<PolicyStatement["Principal"]>): PrincipalMatcher {
  if (element === "*") return () => "direct";
  const accounts = new Set<string>();
  const names = new Set<string>();
  for (const value of Object.values(element).flat()) {
    const account = accountOf(value);
    if (account) accounts.add(account);
    else names.add(value);
  }
  if (names.has("*")) return () => "direct";
  return ({ principal }) => {
    if (principal.names.some((name) => names.has(name))) return "direct";
    if (principal.accountId === undefined || !accounts.has(principal.accountId)) return undefined;
    return principal.kind === "account" ? "direct" : "account";
  };
}

/** 123456789012 and arn:aws:iam::123456789012:root both mean the account. */
function accountOf(value: string): string | undefined {
  return /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
}
