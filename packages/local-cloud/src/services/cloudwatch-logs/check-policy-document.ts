import { policyProblem } from "../iam/policy/validate.ts";
import { invalidParameter } from "./validate.ts";

const maxBytes = 5120;

/** "PutResourcePolicy": a resource policy of at most 5120 bytes. */
export function checkPolicyDocument(text: string): void {
  if (Buffer.byteLength(text) > maxBytes) {
    throw invalidParameter(`The policy document must not be longer than ${maxBytes} bytes.`);
  }
  const problem = policyProblem(text, "resource");
  if (problem !== undefined) throw invalidParameter(`Invalid resource policy document: ${problem}`);
}
