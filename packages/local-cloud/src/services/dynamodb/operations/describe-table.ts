import type { DescribeTableInput, DescribeTableOutput } from "@aws-sdk/client-dynamodb";
import type { Operation, Wire } from "../../../core/service.ts";
import { authorizeTable } from "../authorize-table.ts";
import type { Database } from "../database.ts";
import { itemSize } from "../dynalite.ts";
import type { Item } from "../streams/stored.ts";
import type { SubDatabase } from "../sub-database.ts";

/** Counts the current items, of indexes too; AWS updates these numbers only about every six hours. */
export function describeTable(database: Database): Operation<Wire<DescribeTableInput>, Wire<DescribeTableOutput>> {
  return (input, context) => {
    const name = authorizeTable(database, input.TableName, "DescribeTable", context);
    const { description } = database.table(name);
    const { GlobalSecondaryIndexes: globals, LocalSecondaryIndexes: locals } = description;
    const counted = <I extends { IndexName?: string | undefined }>(kind: "global" | "local", indexes: I[]) =>
      indexes.map((index) => {
        const { items, bytes } = countIn(database.getIndexDb(kind, name, index.IndexName!));
        return { ...index, ItemCount: items, IndexSizeBytes: bytes };
      });

    const { items, bytes } = countIn(database.getItemDb(name));
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

function countIn(entries: SubDatabase<Item>): { items: number; bytes: number } {
  let bytes = 0;
  for (const item of entries.values()) bytes += itemSize(item);
  return { items: entries.size, bytes };
}
