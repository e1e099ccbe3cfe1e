import type { Row } from "./row.ts";

/** The intermediate result of a query: its rows, and the columns to show. */
export interface Table {
  rows: Row[];
  columns: string[];
  /** Whether the query has set the order of the rows. If not, log events are shown latest first. */
  sorted: boolean;
}

/** One step of a query, which transforms the table. */
export type Command = (table: Table) => Table;
