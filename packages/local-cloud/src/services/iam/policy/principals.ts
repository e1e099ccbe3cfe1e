import type { PolicyStatement } from "../../../core/policy.ts";
import type { AccessRequest } from "./request.ts";

/**
 * How a statement names the caller: directly (or as everyone), or only through its account. An
 * account passes its permissions on with identity policies, so within the same account, naming only
 * the account allows its roles nothing.
 */
export type PrincipalMatch = "direct" | "account" | undefined;

export type PrincipalMatcher = (request: AccessRequest) => PrincipalMatch;

/** "AWS JSON policy elements: Principal". Identity policies have none: they apply to the role that they are attached to. */
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
