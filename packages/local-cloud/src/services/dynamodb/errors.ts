import { AwsError } from "../../core/aws-error.ts";

export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
