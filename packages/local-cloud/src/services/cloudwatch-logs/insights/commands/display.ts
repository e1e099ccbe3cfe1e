import type { Parser } from "../parser.ts";
import type { Command } from "../table.ts";
import { fields } from "./fields.ts";

/** `display a, b`: shows only these columns. */
export function display(parser: Parser): Command {
  const added = fields(parser);
  return { ...added, columns: () => added.columns!([]) };
}
