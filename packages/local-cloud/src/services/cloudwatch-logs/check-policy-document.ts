import { policyProblem } from "../iam/policy/validate.ts";
import { invalidParameter } from "./validate.ts";

const maxBytes = 5120;

/** Checks a resource policy by "PutResourcePolicy": at most 5120 bytes. @throws AwsError InvalidParameterException */
export function checkPolicyDocument(document: string): void {
  if (Buffer.byteLength(document) > maxBytes) {
    throw invalidParameter(`The policy document must not be longer than ${maxBytes} bytes.`);
  }
  const problem = policyProblem(document, "resource");
  if (problem !== undefined) throw invalidParameter(`Invalid resource policy document: ${problem}`);
}
