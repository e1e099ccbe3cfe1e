import { AwsError } from "../../../core/aws-error.ts";

/** A schedule expression that AWS refuses. */
export function invalidExpression(expression: string, reason: string): AwsError {
  return new AwsError("ValidationException", `Invalid Schedule Expression ${expression}. ${reason}`);
}
