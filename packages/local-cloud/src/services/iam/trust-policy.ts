import type { Account } from "../../core/account.ts";
import type { PolicyDocument } from "../../core/policy.ts";
import { validatePolicy } from "./policy/validate.ts";
import { principalExists } from "./roles.ts";

/** Reads a role's trust policy. @throws AwsError MalformedPolicyDocument, also if it names a principal that does not exist */
export function trustPolicy(account: Account, text: unknown): PolicyDocument {
  return validatePolicy(text, "trust", { exists: (arn) => principalExists(account, arn) });
}
