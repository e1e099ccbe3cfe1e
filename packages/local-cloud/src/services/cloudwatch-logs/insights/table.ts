import type { Row } from "./row.ts";

/** What a query has made so far: the rows, and which columns are shown. */
export interface Table {
  rows: Row[];
  columns: string[];
  /** Whether the rows stand in an order that was asked for; log events that do not are shown the latest first. */
  sorted: boolean;
}

/** One step of a query. */
export type Command = (table: Table) => Table;
