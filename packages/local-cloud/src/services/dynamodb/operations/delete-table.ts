import type { DeleteTableInput, DeleteTableOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { authorizeTable } from "../authorize-table.ts";
import type { Database } from "../database.ts";

/** Returns the status DELETING, as AWS does; the table and its items are deleted at once. */
export function deleteTable(database: Database): Operation<Wire<DeleteTableInput>, Wire<DeleteTableOutput>> {
  return (input, context) => {
    const name = authorizeTable(database, input.TableName, "DeleteTable", context);
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
