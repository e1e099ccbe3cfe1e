import { stripVTControlCharacters } from "node:util";

/** In a chapter, matches any number of lines. */
const anyLines = "…";

/** What differs in each run. The order matters: a timestamp contains a time of day, a port looks like a number. */
const volatile: [RegExp, string][] = [
  [/\b\d{4}-\d\d-\d\dT\d\d[:-]\d\d[:-]\d\d(?:\.\d+)?Z?/g, "‹time›"],
  [/\b\d{4}-\d\d-\d\d\b/g, "‹date›"],
  [/\b\d\d:\d\d:\d\d(?:\.\d+)?\b/g, "‹time›"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "‹id›"],
  // A shortened id, as in PAY-b74278b3…
  [/\b[0-9a-f]{8}(?:-[0-9a-f]*)?…/gi, "‹id›"],
  [/\bB[0-9A-F]{8}\b/g, "‹booking›"],
  [/\b\d+(?:\.\d+)? (?:ms|s)\b|\b\d+ min \d+ s\b/g, "‹duration›"],
  [/\b(127\.0\.0\.1|localhost):\d+/g, "$1:‹port›"],
  [/\bprocess \d+/g, "process ‹number›"],
];

/** A line of output without what differs in each run. Runs of blanks count as one, since column widths vary. */
export function masked(line: string): string {
  const plain = stripVTControlCharacters(line).trimEnd();
  return volatile
    .reduce((text, [pattern, mask]) => text.replace(pattern, mask), plain)
    .replace(/ +/g, " ")
    .trim();
}

/** Whether the output matches what the chapter shows, where "…" matches any lines. */
export function isAsShown(expected: readonly string[], actual: readonly string[]): boolean {
  return matches(withoutEmptyEnds(expected.map(masked)), withoutEmptyEnds(actual.map(masked)));
}

function matches(expected: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return actual.length === 0;
  if (first !== anyLines) return first === actual[0] && matches(rest, actual.slice(1));
  return actual.some((_, from) => matches(rest, actual.slice(from))) || matches(rest, []);
}

/** A command's output as lines of a chapter: without colors and npm's own messages. */
export function outputLines(written: string): string[] {
  const lines = stripVTControlCharacters(written.replaceAll("\r\n", "\n")).split("\n");
  return withoutEmptyEnds(lines.filter((line) => !/^npm (warn|notice)\b/i.test(line)).map((line) => line.trimEnd()));
}

function withoutEmptyEnds(lines: readonly string[]): string[] {
  const from = lines.findIndex((line) => line !== "");
  return from < 0 ? [] : lines.slice(from, lines.findLastIndex((line) => line !== "") + 1);
}
