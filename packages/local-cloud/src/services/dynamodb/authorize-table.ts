import { AwsError } from "../../core/aws-error.ts";
import type { CallContext } from "../../core/service.ts";
import { type Database, tableName } from "./database.ts";

/**
 * Authorizes `dynamodb:<action>` on a table, which need not exist, and returns its name.
 *
 * @throws AwsError ValidationException for an invalid name
 */
export function authorizeTable(
  database: Database,
  nameOrArn: string | undefined,
  action: string,
  context: CallContext,
): string {
  const name = checkTableName(tableName(nameOrArn ?? ""));
  context.authorize({ action: `dynamodb:${action}`, resource: database.tableArn(name) });
  return name;
}

/** 3 to 255 characters of a-z, A-Z, 0-9, _, - and . ("Supported data types and naming rules in Amazon DynamoDB"). */
function checkTableName(name: string): string {
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
