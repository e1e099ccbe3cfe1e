import { stripVTControlCharacters } from "node:util";
import wrapAnsi from "wrap-ansi";
import { hasColor } from "./color.ts";
import { oneLine, visible, visibleJson } from "./visible.ts";

export { paint } from "./color.ts";
export { oneLine } from "./visible.ts";

// Everything that the command prints goes through this file, so that no text from outside reaches the terminal as it is.

/** Prints a line of the result to stdout, so that results can be piped. */
export function say(line = ""): void {
  process.stdout.write(`${forStream(process.stdout, line)}\n`);
}

/** Prints a line about progress or next steps to stderr, so that it does not end up in a pipe. */
export function note(line = ""): void {
  process.stderr.write(`${forStream(process.stderr, line)}\n`);
}

/** Removes color if this stream takes none: one stream may be a terminal and the other a file. */
function forStream(stream: NodeJS.WriteStream, line: string): string {
  const shown = visible(line);
  return hasColor(stream) ? shown : stripVTControlCharacters(shown);
}

/** Shows what is going on, on a terminal only; the next call replaces it, `clearStatus` removes it. */
export function status(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${oneLine(text)} `);
}

export function clearStatus(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
}

/** Begins a new page, on a terminal only. */
export function clearScreen(): void {
  if (process.stdout.isTTY) process.stdout.write("\x1b[2J\x1b[H");
}

/** Prints one JSON document to stdout. */
export function sayJson(document: unknown): void {
  process.stdout.write(`${visibleJson(JSON.stringify(document, null, process.stdout.isTTY ? 2 : 0))}\n`);
}

/** Rows with aligned columns; the last column is not padded. A line break in a cell is shown, not obeyed. */
export function table(given: readonly (readonly string[])[], { indent = 2, gap = 2 } = {}): string[] {
  const rows = given.map((row) => row.map(oneLine));
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, visibleLength(cell));
    });
  }
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const isLast = column === row.length - 1;
      return isLast ? cell : cell + " ".repeat(widths[column]! - visibleLength(cell) + gap);
    });
    return (" ".repeat(indent) + cells.join("")).trimEnd();
  });
}

/** Prose wrapped to the terminal's width, at most 100 columns. */
export function paragraph(text: string): string[] {
  return wrapAnsi(text, Math.min(process.stdout.columns || 100, 100)).split("\n");
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** A duration for people to read: 42 ms, 1.3 s, 2 min 5 s. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
