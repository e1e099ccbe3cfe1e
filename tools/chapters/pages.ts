import { root } from "@event-choreography/workshop-cli/working-copy";
import { expect } from "vitest";
import { masked } from "../docs/chapter/output.ts";
import { parseChapter } from "../docs/chapter/parse-chapter.ts";
import { type Difference, runChapter } from "../docs/chapter/run-chapter.ts";
import { markdownFiles, readMarkdown } from "../docs/markdown.ts";

/** The pages that contain commands. */
export const pages = markdownFiles(root).filter((page) =>
  parseChapter(readMarkdown(root, page)).some(({ kind }) => kind === "commands"),
);

/** Runs a page's commands, and expects the output that the page shows. */
export async function expectAsShown(page: string): Promise<void> {
  const differences = await runChapter(root, readMarkdown(root, page));
  expect(differences.map((difference) => describeDifference(page, difference)).join("\n\n")).toBe("");
}

function describeDifference(page: string, { command, actual, exitCode }: Difference): string {
  const exit = exitCode === command.exitCode ? "" : `\nexited with ${exitCode}, but ${command.exitCode} was expected`;
  const [shown, printed] = [command.expected, actual].map((lines) =>
    lines.map((line) => `  ${masked(line)}`).join("\n"),
  );
  return `${page}:${command.line + 1}: ${command.command}${exit}\nexpected:\n${shown}\nprinted:\n${printed}\n(to update the page: npm run docs:sync -- --outputs ${page})`;
}
