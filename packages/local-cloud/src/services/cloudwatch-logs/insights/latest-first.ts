import type { Table } from "./table.ts";

/** Reverses log events, so that the latest comes first, unless the query has sorted them. */
export function latestFirst(table: Table): Table {
  if (table.sorted || !table.rows[0]?.isEvent) return table;
  return { ...table, sorted: true, rows: [...table.rows].reverse() };
}
