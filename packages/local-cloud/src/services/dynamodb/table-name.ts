import { AwsError } from "../../core/aws-error.ts";

/**
 * The name as it is ("Supported data types and naming rules in Amazon DynamoDB": 3 to 255
 * characters, a-z, A-Z, 0-9, _, - and .).
 *
 * @throws ValidationException in DynamoDB's words.
 */
export function requireTableName(name: string): string {
  if (name === "") {
    throw new AwsError(
      "ValidationException",
      "The parameter 'TableName' is required but was not present in the request",
    );
  }
  if (name.length < 3 || name.length > 255) {
    throw new AwsError(
      "ValidationException",
      "TableName must be at least 3 characters long and at most 255 characters long",
    );
  }
  if (!/^[a-zA-Z0-9_.-]+$/.test(name)) {
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: ` +
        "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    );
  }
  return name;
}
