import type { Expression, Parser } from "../parser.ts";
import type { Command } from "../table.ts";
import { asString } from "../values.ts";

/** `parse @message "user=* ms=*" as user, ms`, or a regular expression with named groups. */
export function parse(parser: Parser): Command {
  const source = parser.peek.kind === "regex" || parser.peek.kind === "text" ? messageField : parser.expression();
  const token = parser.next();
  if (token.kind === "regex") {
    const pattern = parser.regex(token);
    return extract(source, (text) => pattern.exec(text)?.groups);
  }
  if (token.kind !== "text") throw parser.unexpected("a text with * or a regular expression", token);
  const parts = token.text.split("*");
  parser.expect("as");
  const names = parser.list(() => parser.expectKind("name", "a name").text);
  if (names.length !== parts.length - 1) {
    throw parser.unexpected(`${parts.length - 1} names for as many asterisks`, token);
  }
  const pattern = new RegExp(`${parts.map(escapeRegex).join("(.*?)")}${parts.at(-1) === "" ? "$" : ""}`, "s");
  return extract(source, (text) => {
    const match = pattern.exec(text);
    return match && Object.fromEntries(names.map((name, index) => [name, match[index + 1]!]));
  });
}

const messageField: Expression = (row) => row.get("@message");

function extract(source: Expression, find: (text: string) => Record<string, string> | null | undefined): Command {
  return (table) => ({
    ...table,
    rows: table.rows.map((row) =>
      Object.entries(find(asString(source(row))) ?? {}).reduce((wider, [name, value]) => wider.with(name, value), row),
    ),
  });
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
