import type { DescribeTableInput, DescribeTableOutput } from "@aws-sdk/client-dynamodb";
import type { Operation, Wire } from "../../../core/service.ts";
import { type Database, tableName } from "../database.ts";
import { itemSize } from "../dynalite.ts";
import { requireTableName } from "../table-name.ts";

/** Counts items as they are now; AWS brings ItemCount and TableSizeBytes up to date every six hours. */
export function describeTable(database: Database): Operation<Wire<DescribeTableInput>, Wire<DescribeTableOutput>> {
  return (input, context) => {
    const name = requireTableName(tableName(input.TableName ?? ""));
    context.authorize({ action: "dynamodb:DescribeTable", resource: database.tableArn(name) });
    const { description } = database.table(name);

    const items = database.getItemDb(name);
    let bytes = 0;
    for (const item of items.values()) bytes += itemSize(item);
    return { Table: { ...description, ItemCount: items.size, TableSizeBytes: bytes } };
  };
}
