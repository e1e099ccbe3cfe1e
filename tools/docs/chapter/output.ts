import { stripVTControlCharacters } from "node:util";

/** Stands in a chapter for any number of lines. */
export const anyLines = "…";

/** What is different each time. In this order: a time stamp holds a time of day, a port looks like a number. */
const volatile: [RegExp, string][] = [
  [/\b\d{4}-\d\d-\d\dT\d\d[:-]\d\d[:-]\d\d(?:\.\d+)?Z?/g, "‹time›"],
  [/\b\d{4}-\d\d-\d\d\b/g, "‹date›"],
  [/\b\d\d:\d\d:\d\d(?:\.\d+)?\b/g, "‹time›"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "‹id›"],
  // An id that was cut, as in PAY-b74278b3…
  [/\b[0-9a-f]{8}(?:-[0-9a-f]*)?…/gi, "‹id›"],
  [/\bB[0-9A-F]{8}\b/g, "‹booking›"],
  [/\b\d+(?:\.\d+)? (?:ms|s)\b|\b\d+ min \d+ s\b/g, "‹duration›"],
  [/\b(127\.0\.0\.1|localhost):\d+/g, "$1:‹port›"],
  [/\bprocess \d+/g, "process ‹number›"],
];

/** A line of output without what is different each time; blanks count as one, since columns move with what they hold. */
export function masked(line: string): string {
  const plain = stripVTControlCharacters(line).trimEnd();
  return volatile
    .reduce((text, [pattern, mask]) => text.replace(pattern, mask), plain)
    .replace(/ +/g, " ")
    .trim();
}

/** Whether the output is what the chapter shows, "…" standing for any lines. */
export function isAsShown(expected: readonly string[], actual: readonly string[]): boolean {
  return matches(withoutEmptyEnds(expected.map(masked)), withoutEmptyEnds(actual.map(masked)));
}

function matches(expected: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return actual.length === 0;
  if (first !== anyLines) return first === actual[0] && matches(rest, actual.slice(1));
  return actual.some((_, from) => matches(rest, actual.slice(from))) || matches(rest, []);
}

/** What a command wrote, as lines of a chapter: without colours, and without npm's own remarks. */
export function outputLines(written: string): string[] {
  const lines = stripVTControlCharacters(written.replaceAll("\r\n", "\n")).split("\n");
  return withoutEmptyEnds(lines.filter((line) => !/^npm (warn|notice)\b/i.test(line)).map((line) => line.trimEnd()));
}

function withoutEmptyEnds(lines: readonly string[]): string[] {
  const from = lines.findIndex((line) => line !== "");
  return from < 0 ? [] : lines.slice(from, lines.findLastIndex((line) => line !== "") + 1);
}
