import { paint } from "@event-choreography/workshop-cli/terminal";
import { commandHunts } from "./command-hunts.ts";
import { handlerHunts } from "./handler-hunts.ts";
import type { Finding, Hunt } from "./hunt.ts";

export const hunts: Readonly<Record<number, Hunt>> = { ...commandHunts, ...handlerHunts };

/** Hunts fit into a terminal of 80 columns. */
const width = 80;
const indent = " ".repeat(12);

/** A hunt's result, in the words and colors of `npx workshop check`. */
export function describeHunt(
  number: number,
  { title }: Hunt,
  { lines, fixed }: Finding,
  { withLines = true } = {},
): string[] {
  const mark = fixed ? paint.green("passed     ") : paint.yellow("not yet    ");
  return [`${mark} Hunt ${number}: ${title}`, ...(withLines ? indented(lines) : [])];
}

/** What keeps a hunt from running, e.g. a quote without an end. */
export function describeProblem(error: unknown): string[] {
  const [first = "", ...more] = (error instanceof Error ? error.message : String(error)).split("\n");
  return [`${paint.red("broken     ")} ${first}`, ...indented(more.filter((line) => line !== ""))];
}

function indented(lines: readonly string[]): string[] {
  return lines.flatMap((line) => wrapped(line)).map((line) => `${indent}${line}`);
}

function wrapped(line: string): string[] {
  const rows = [""];
  for (const word of line.split(/(?<= )/)) {
    const row = rows.at(-1)!;
    if ((row + word).trimEnd().length <= width - indent.length || row === "") rows[rows.length - 1] = row + word;
    else rows.push(word);
  }
  return rows.map((row) => row.trimEnd());
}
