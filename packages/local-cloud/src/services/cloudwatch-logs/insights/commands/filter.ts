import type { Parser } from "../parser.ts";
import type { Command } from "../table.ts";
import { isTrue } from "../values.ts";

/** `filter ms > 100 and bookingId = "B123"`: keeps the rows for which the condition holds. */
export function filter(parser: Parser): Command {
  const condition = parser.expression();
  return { start: () => ({ push: (rows) => rows.filter((row) => isTrue(condition(row))) }) };
}
