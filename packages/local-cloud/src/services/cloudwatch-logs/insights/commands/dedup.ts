import { latestFirst } from "../latest-first.ts";
import type { Parser } from "../parser.ts";
import type { Command } from "../table.ts";
import { asString } from "../values.ts";

/** `dedup bookingId`: keeps the first of the rows with the same values. */
export function dedup(parser: Parser): Command {
  const keys = parser.list(() => parser.expression());
  return (given) => {
    const table = latestFirst(given);
    const seen = new Set<string>();
    const rows = table.rows.filter((row) => {
      const key = JSON.stringify(keys.map((value) => asString(value(row))));
      return !seen.has(key) && seen.add(key);
    });
    return { ...table, rows };
  };
}
