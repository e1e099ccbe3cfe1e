import { AwsError } from "../../../core/aws-error.ts";

/** Why a pattern is refused, in AWS's words, before the service's own opening is put in front. */
export class Refusal extends Error {}

/** The error with which PutRule, TestEventPattern and CreateArchive answer. */
export function invalidPattern(refusal: Refusal): AwsError {
  return new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${refusal.message}`);
}
