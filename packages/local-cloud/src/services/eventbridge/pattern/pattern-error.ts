import { AwsError } from "../../../core/aws-error.ts";

/** Why a pattern is invalid, in AWS's wording, without the opening that the service adds. */
export class PatternError extends Error {}

/** The error that PutRule, TestEventPattern and CreateArchive return. */
export function invalidPattern(error: PatternError): AwsError {
  return new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${error.message}`);
}
