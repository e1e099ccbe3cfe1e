import { AwsError } from "../../core/aws-error.ts";
import type { PolicyDocument, PolicyStatement } from "../../core/policy.ts";

/** Bytes of a function's resource-based policy ("Lambda quotas"). */
const maxPolicyBytes = 20_480;

export function policyDocument(statements: PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Id: "default", Statement: statements };
}

export function checkPolicySize(statements: PolicyStatement[]): void {
  const size = Buffer.byteLength(JSON.stringify(policyDocument(statements)));
  if (size <= maxPolicyBytes) return;
  throw new AwsError(
    "PolicyLengthExceededException",
    `The final policy size (${size}) is bigger than the limit (${maxPolicyBytes}).`,
  );
}
