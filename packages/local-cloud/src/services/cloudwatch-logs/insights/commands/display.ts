import type { Parser } from "../parser.ts";
import type { Command } from "../table.ts";
import { fields } from "./fields.ts";

/** `display a, b`: shows only these columns. */
export function display(parser: Parser): Command {
  const add = fields(parser);
  return (table) => add({ ...table, columns: [] });
}
