import { AwsError } from "../../../core/aws-error.ts";
import type { Database } from "../database.ts";
import { actNow } from "../dynalite.ts";
import { updateIndexes } from "../indexes/update-indexes.ts";
import type { Item } from "../streams/stored.ts";
import type { Observer } from "../sub-database.ts";
import { type Action, keyOf } from "./actions.ts";

const ignore = () => {};

/** An action that could not be done. */
export interface Failed {
  index: number;
  error: AwsError;
}

/**
 * Does all actions, or none: all in one turn of the event loop, so that no other call sees a part of them, and all writes
 * reach the disk together. Streams get their records at the end.
 */
export function applyAll(database: Database, actions: readonly Action[]): Failed | undefined {
  const records: Array<() => void> = [];
  const done: Array<() => void> = [];
  for (const [index, action] of actions.entries()) {
    if (action.kind === "ConditionCheck") continue;
    const items = database.getItemDb(action.data.TableName);
    const key = keyOf(database, action.data);
    const before = items.find(key);
    try {
      withObserver(
        items,
        (record) => records.push(record),
        () => actNow(database, action.operation, action.data),
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      for (const undo of done.reverse()) undo();
      return { index, error };
    }
    done.push(() => restore(database, action, key, before));
  }
  for (const record of records) record();
  return undefined;
}

/** Runs `work` while the records for the stream are kept back. */
function withObserver(
  items: { observer: Observer<Item> | undefined },
  keep: (record: () => void) => void,
  work: () => void,
): void {
  const { observer } = items;
  items.observer = observer && ((before, after) => keep(() => observer(before, after)));
  try {
    work();
  } finally {
    items.observer = observer;
  }
}

function restore(database: Database, { data }: Action, key: string, before: Item | undefined): void {
  const items = database.getItemDb(data.TableName);
  const after = items.find(key);
  updateIndexes(database, database.table(data.TableName).description, after, before);
  withObserver(items, ignore, () => {
    if (before) items.put(key, before, ignore);
    else items.del(key, ignore);
  });
}
