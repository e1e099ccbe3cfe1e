import type { DescribeTableInput, DescribeTableOutput } from "@aws-sdk/client-dynamodb";
import type { Operation, Wire } from "../../../core/service.ts";
import { authorizeTable } from "../authorize-table.ts";
import type { Database } from "../database.ts";

/** Counts the current items, of indexes too; AWS updates these numbers only about every six hours. */
export function describeTable(database: Database): Operation<Wire<DescribeTableInput>, Wire<DescribeTableOutput>> {
  return (input, context) => {
    const name = authorizeTable(database, input.TableName, "DescribeTable", context);
    const { description } = database.table(name);
    const { GlobalSecondaryIndexes: globals, LocalSecondaryIndexes: locals } = description;
    const counted = <I extends { IndexName?: string | undefined }>(kind: "global" | "local", indexes: I[]) =>
      indexes.map((index) => {
        const { items, bytes } = database.getIndexDb(kind, name, index.IndexName!).size;
        return { ...index, ItemCount: items, IndexSizeBytes: bytes };
      });

    const { items, bytes } = database.getItemDb(name).size;
    return {
      Table: {
        ...description,
        ...(globals && { GlobalSecondaryIndexes: counted("global", globals) }),
        ...(locals && { LocalSecondaryIndexes: counted("local", locals) }),
        ItemCount: items,
        TableSizeBytes: bytes,
      },
    };
  };
}
