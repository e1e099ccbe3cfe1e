import type { Database, TableRecord } from "../database.ts";
import { indexEntry } from "./index-entries.ts";

/** Adds the table's items to a new global index. AWS takes minutes; here they are there at once. @param keys of all items */
export function backfill(
  database: Database,
  table: TableRecord["description"],
  indexName: string,
  keys: Iterable<string>,
): void {
  const index = table.GlobalSecondaryIndexes!.find(({ IndexName }) => IndexName === indexName)!;
  const entries = database.getIndexDb("global", table.TableName, indexName);
  const items = database.getItemDb(table.TableName);
  for (const key of keys) {
    const entry = indexEntry(table, index, items.find(key));
    if (entry) entries.put(entry.key, entry.projected, () => {});
  }
}
