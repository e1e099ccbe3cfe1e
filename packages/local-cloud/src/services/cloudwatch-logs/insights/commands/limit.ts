import type { Parser } from "../parser.ts";
import type { Command } from "../table.ts";

/** `limit 20`: keeps the first rows. */
export function limit(parser: Parser): Command {
  const count = Math.trunc(Number(parser.expectKind("number", "a number of rows").text));
  return {
    order: "latest first",
    limit: count,
    start() {
      let left = count;
      return {
        push(rows) {
          const kept = rows.slice(0, left);
          left -= kept.length;
          return kept;
        },
      };
    },
  };
}
