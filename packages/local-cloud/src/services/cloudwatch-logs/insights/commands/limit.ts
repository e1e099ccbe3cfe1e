import { latestFirst } from "../latest-first.ts";
import type { Parser } from "../parser.ts";
import type { Command } from "../table.ts";

/** `limit 20`: keeps the first rows. */
export function limit(parser: Parser): Command {
  const count = Number(parser.expectKind("number", "a number of rows").text);
  return (table) => ({ ...latestFirst(table), rows: latestFirst(table).rows.slice(0, count) });
}
