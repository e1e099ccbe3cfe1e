import type { DeleteTableInput, DeleteTableOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { type Database, tableName } from "../database.ts";
import { requireTableName } from "../table-name.ts";

/** Answers DELETING, as AWS does; the table and its items are gone at once. */
export function deleteTable(database: Database): Operation<Wire<DeleteTableInput>, Wire<DeleteTableOutput>> {
  return (input, context) => {
    const name = requireTableName(tableName(input.TableName ?? ""));
    context.authorize({ action: "dynamodb:DeleteTable", resource: database.tableArn(name) });
    const record = database.table(name);
    if (record.description.DeletionProtectionEnabled) {
      throw new AwsError(
        "ValidationException",
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
      );
    }

    database.remove(record);
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes, ...rest } =
      record.description;
    return { TableDescription: { ...rest, TableStatus: "DELETING" } };
  };
}
