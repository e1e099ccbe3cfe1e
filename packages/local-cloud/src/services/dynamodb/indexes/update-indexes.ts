import type { Database, TableRecord } from "../database.ts";
import type { Item } from "../streams/stored.ts";
import { checkIndexKeys, type Index, indexEntry } from "./index-entries.ts";

type Description = TableRecord["description"];

const ignore = () => {};

/** Brings the indexes in line with the change of one item. @throws AwsError ValidationException, before any change */
export function updateIndexes(
  database: Database,
  table: Description,
  before: Item | undefined,
  after: Item | undefined,
): void {
  const indexes = indexesOf(table);
  if (after) for (const { index } of indexes) checkIndexKeys(table, index, before, after);
  for (const { kind, index } of indexes) {
    const entries = database.getIndexDb(kind, table.TableName, index.IndexName!);
    const old = indexEntry(table, index, before);
    const wanted = indexEntry(table, index, after);
    if (old && old.key !== wanted?.key) entries.del(old.key, ignore);
    if (wanted) entries.put(wanted.key, wanted.projected, ignore);
  }
}

function indexesOf(table: Description): Array<{ kind: "local" | "global"; index: Index }> {
  const { LocalSecondaryIndexes: locals = [], GlobalSecondaryIndexes: globals = [] } = table;
  return [
    ...locals.map((index) => ({ kind: "local" as const, index })),
    ...globals.map((index) => ({ kind: "global" as const, index })),
  ];
}
