import type { Parser } from "../parser.ts";
import type { Command } from "../table.ts";
import { asString } from "../values.ts";

/** `dedup bookingId`: keeps the first of the rows with the same values. */
export function dedup(parser: Parser): Command {
  const keys = parser.list(() => parser.expression());
  return {
    order: "latest first",
    start() {
      const seen = new Set<string>();
      return {
        push: (rows) =>
          rows.filter((row) => {
            const key = JSON.stringify(keys.map((value) => asString(value(row))));
            return !seen.has(key) && seen.add(key);
          }),
      };
    },
  };
}
