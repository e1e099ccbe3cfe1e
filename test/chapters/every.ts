import { describe, expect, test } from "vitest";
import { masked } from "../workshop/docs/chapter/output.ts";
import { scriptOf } from "../workshop/docs/chapter/script.ts";
import { type Difference, workThrough } from "../workshop/docs/chapter/work-through.ts";
import { markdownFiles, readMarkdown } from "../workshop/docs/markdown.ts";
import { root } from "../workshop/root.ts";

const pages = markdownFiles(root).filter((page) =>
  scriptOf(readMarkdown(root, page)).some(({ kind }) => kind === "commands"),
);

/** Commands are processes that want a core each. */
const places = [Promise.resolve(), Promise.resolve()];
let next = 0;

describe.concurrent("what a page has its reader type does what the page shows", { timeout: 600_000 }, () => {
  test.each(pages)("%s", async (page) => {
    const differences = await inTurn(() => workThrough(root, readMarkdown(root, page)));

    expect(differences.map((difference) => describeDifference(page, difference)).join("\n\n")).toBe("");
  });
});

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const place = next++ % places.length;
  const turn = places[place]!.then(work);
  places[place] = turn.then(
    () => {},
    () => {},
  );
  return await turn;
}

function describeDifference(page: string, { command, actual, exitCode }: Difference): string {
  const ended = exitCode === command.exitCode ? "" : `\nended with ${exitCode}, and not with ${command.exitCode}`;
  const [shows, prints] = [command.expected, actual].map((lines) =>
    lines.map((line) => `  ${masked(line)}`).join("\n"),
  );
  return `${page}:${command.line + 1}: ${command.command}${ended}\nthe page shows\n${shows}\nand it prints\n${prints}\n(npm run docs:sync -- --outputs ${page} writes what it prints)`;
}
