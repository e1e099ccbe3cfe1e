export type StoreOperation = { type: "put"; key: string; value: string } | { type: "del"; key: string };

/** What a collection has to write since the last batch. */
export interface Changes {
  operations: StoreOperation[];
  /** To be called once the batch is written. */
  written(): void;
  /** To be called if it was not: the changes are then part of the next batch. */
  failed(): void;
}

/** A collection whose changes are written in batches. */
export interface Changing {
  takeChanges(): Changes;
}
