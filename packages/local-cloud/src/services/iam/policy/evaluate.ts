import type { PolicyDocument } from "../../../core/policy.ts";
import { compilePolicy } from "./compile.ts";
import type { AccessRequest } from "./request.ts";

/** The policies that have a say, all of one account. */
export interface PolicySet {
  identity: readonly PolicyDocument[];
  resource: PolicyDocument | undefined;
  /** The resource must allow it whoever asks, as a role's trust policy must. */
  resourceMustAllow?: boolean;
}

export type Decision = "allowed" | Denial;

/** Which kind of policy the denial came from, or was missing. */
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
 * "Policy evaluation logic", within one account: an explicit deny anywhere wins; otherwise it is
 * enough that an identity policy or the resource's policy allows it. The account's administrator
 * needs no policy; an AWS service and a stranger have no identity policy, and need the resource's.
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
