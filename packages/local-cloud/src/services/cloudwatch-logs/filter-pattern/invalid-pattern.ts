import { AwsError } from "../../../core/aws-error.ts";

export function invalidPattern(why: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid filter pattern: ${why}`);
}
