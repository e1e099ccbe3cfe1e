import type { Parser } from "../parser.ts";
import type { Row } from "../row.ts";
import type { Command } from "../table.ts";

/** `fields a, strlen(b) as n`: adds columns. */
export function fields(parser: Parser): Command {
  const columns = parser.list(() => parser.column());
  const widen = (row: Row) => columns.reduce((wider, { name, value }) => wider.with(name, value(wider)), row);
  return {
    oneToOne: true,
    columns: (before) => [...new Set([...before, ...columns.map(({ name }) => name)])],
    start: () => ({ push: (rows) => rows.map(widen) }),
  };
}
