import { root } from "@event-choreography/workshop-cli/working-copy";
import { expect } from "vitest";
import { masked } from "../docs/chapter/output.ts";
import { scriptOf } from "../docs/chapter/script.ts";
import { type Difference, workThrough } from "../docs/chapter/work-through.ts";
import { markdownFiles, readMarkdown } from "../docs/markdown.ts";

/** The pages that have their reader type something. */
export const pages = markdownFiles(root).filter((page) =>
  scriptOf(readMarkdown(root, page)).some(({ kind }) => kind === "commands"),
);

/** Works through a page as its reader, and expects to see what the page shows. */
export async function expectAsShown(page: string): Promise<void> {
  const differences = await workThrough(root, readMarkdown(root, page));
  expect(differences.map((difference) => describeDifference(page, difference)).join("\n\n")).toBe("");
}

function describeDifference(page: string, { command, actual, exitCode }: Difference): string {
  const ended = exitCode === command.exitCode ? "" : `\nended with ${exitCode}, and not with ${command.exitCode}`;
  const [shows, prints] = [command.expected, actual].map((lines) =>
    lines.map((line) => `  ${masked(line)}`).join("\n"),
  );
  return `${page}:${command.line + 1}: ${command.command}${ended}\nthe page shows\n${shows}\nand it prints\n${prints}\n(npm run docs:sync -- --outputs ${page} writes what it prints)`;
}
