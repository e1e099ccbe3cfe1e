import type { DescribeTableInput, DescribeTableOutput } from "@aws-sdk/client-dynamodb";
import type { Operation, Wire } from "../../../core/service.ts";
import { authorizeTable } from "../authorize-table.ts";
import type { Database } from "../database.ts";
import { itemSize } from "../dynalite.ts";

/** Counts the current items; AWS updates ItemCount and TableSizeBytes only about every six hours. */
export function describeTable(database: Database): Operation<Wire<DescribeTableInput>, Wire<DescribeTableOutput>> {
  return (input, context) => {
    const name = authorizeTable(database, input.TableName, "DescribeTable", context);
    const { description } = database.table(name);

    const items = database.getItemDb(name);
    let bytes = 0;
    for (const item of items.values()) bytes += itemSize(item);
    return { Table: { ...description, ItemCount: items.size, TableSizeBytes: bytes } };
  };
}
