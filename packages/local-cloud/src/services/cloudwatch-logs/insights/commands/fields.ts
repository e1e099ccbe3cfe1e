import type { Parser } from "../parser.ts";
import type { Command } from "../table.ts";

/** `fields a, strlen(b) as n`: adds columns. */
export function fields(parser: Parser): Command {
  const columns = parser.list(() => parser.column());
  return (table) => ({
    ...table,
    columns: [...new Set([...table.columns, ...columns.map(({ name }) => name)])],
    rows: table.rows.map((row) => columns.reduce((wider, { name, value }) => wider.with(name, value(wider)), row)),
  });
}
