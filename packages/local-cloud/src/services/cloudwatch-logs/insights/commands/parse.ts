import { Glob } from "../../../../core/glob.ts";
import type { Expression, Parser } from "../parser.ts";
import type { Row } from "../row.ts";
import type { Command } from "../table.ts";
import { asString } from "../values.ts";

/** `parse @message "user=* ms=*" as user, ms`, or a regular expression with named groups. */
export function parse(parser: Parser): Command {
  const source = parser.peek.kind === "regex" || parser.peek.kind === "string" ? messageField : parser.expression();
  const token = parser.next();
  if (token.kind === "regex") {
    const pattern = parser.regex(token);
    return extract(source, (message) => pattern.groups(message));
  }
  if (token.kind !== "string") throw parser.unexpected("a string with * or a regular expression", token);
  const parts = token.text.split("*");
  parser.expect("as");
  const names = parser.list(() => parser.expectKind("name", "a name").text);
  if (names.length !== parts.length - 1) {
    throw parser.unexpected(`as many names as asterisks (${parts.length - 1})`, token);
  }
  const glob = new Glob(parts.map((part) => [part]));
  return extract(source, (message) => {
    const captured = glob.capture(message);
    return captured && Object.fromEntries(captured.map((value, index) => [names[index]!, value]));
  });
}

const messageField: Expression = (row) => row.get("@message");

function extract(
  source: Expression,
  find: (message: string) => Record<string, string | undefined> | undefined,
): Command {
  const widen = (row: Row) =>
    Object.entries(find(asString(source(row))) ?? {}).reduce((wider, [name, value]) => wider.with(name, value), row);
  return { oneToOne: true, start: () => ({ push: (rows) => rows.map(widen) }) };
}
