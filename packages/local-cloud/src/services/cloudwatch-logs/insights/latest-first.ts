import type { Table } from "./table.ts";

/** Log events come the latest first unless a query sorts them. */
export function latestFirst(table: Table): Table {
  if (table.sorted || !table.rows[0]?.isEvent) return table;
  return { ...table, sorted: true, rows: [...table.rows].reverse() };
}
