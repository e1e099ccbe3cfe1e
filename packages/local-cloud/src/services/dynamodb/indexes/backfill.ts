import type { Database, TableRecord } from "../database.ts";
import { indexEntry } from "./index-entries.ts";

/** Adds the table's items to a new global index. AWS takes minutes; here they are there at once. */
export function backfill(database: Database, table: TableRecord["description"], indexName: string): void {
  const index = table.GlobalSecondaryIndexes!.find(({ IndexName }) => IndexName === indexName)!;
  const entries = database.getIndexDb("global", table.TableName, indexName);
  for (const item of database.getItemDb(table.TableName).values()) {
    const entry = indexEntry(table, index, item);
    if (entry) entries.put(entry.key, entry.projected, () => {});
  }
}
