import type { PolicyDocument } from "../../../core/policy.ts";
import { compilePolicy } from "./compile.ts";
import type { AccessRequest } from "./request.ts";

/** The policies that decide a request, all of one account. */
export interface PolicySet {
  identity: readonly PolicyDocument[];
  resource: PolicyDocument | undefined;
  /** Whether the resource policy must allow every caller, even the administrator, as a role's trust policy must. */
  resourceMustAllow?: boolean;
}

export type Decision = "allowed" | Denial;

/** The kind of policy that denied the request, or that is missing. */
export type Denial =
  | "explicit deny in an identity-based policy"
  | "explicit deny in a resource-based policy"
  | "no identity-based policy allows"
  | "no resource-based policy allows";

interface Verdict {
  denied: boolean;
  allowed: "direct" | "account" | undefined;
}

/**
 * Decides a request within one account ("Policy evaluation logic"). An explicit deny in any policy
 * wins; otherwise one allow is enough, in an identity policy or in the resource policy. The
 * administrator needs no policy. AWS services and anonymous callers have no identity policy, so the
 * resource policy must allow them.
 */
export function evaluate(request: AccessRequest, policies: PolicySet): Decision {
  const identity = judge(policies.identity, request);
  if (identity.denied) return "explicit deny in an identity-based policy";
  const resource = judge(policies.resource ? [policies.resource] : [], request);
  if (resource.denied) return "explicit deny in a resource-based policy";
  const { kind } = request.principal;
  const byIdentity = kind === "account" || identity.allowed !== undefined;
  if (resource.allowed === "direct") return "allowed";
  if (kind === "service" || kind === "anonymous") return "no resource-based policy allows";
  if (policies.resourceMustAllow && !resource.allowed) return "no resource-based policy allows";
  return byIdentity ? "allowed" : "no identity-based policy allows";
}

function judge(documents: readonly PolicyDocument[], request: AccessRequest): Verdict {
  let allowed: Verdict["allowed"];
  for (const document of documents) {
    for (const statement of compilePolicy(document)) {
      const match = statement.appliesTo(request);
      if (!match) continue;
      if (statement.effect === "Deny") return { denied: true, allowed: undefined };
      if (allowed !== "direct") allowed = match;
    }
  }
  return { denied: false, allowed };
}
