import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Catalogue } from "@event-choreography/workshop-cli/exercises";
import { readOriginals, root } from "@event-choreography/workshop-cli/working-copy";
import { describe, expect, test } from "vitest";
import { steps } from "../steps/index.ts";
import { syncDerived } from "../tools/docs/derived/derived.ts";
import { brokenReferences } from "../tools/docs/links.ts";
import { markdownFiles, readMarkdown } from "../tools/docs/markdown.ts";
import { syncQuotes, unquotedCode } from "../tools/docs/quotes.ts";

const pages = markdownFiles(root);
const mainProgram = readFileSync(join(root, "packages/workshop-cli/src/main.ts"), "utf8");
const catalogue = new Catalogue(readOriginals(root));

describe.each(pages)("%s", (page) => {
  const text = readMarkdown(root, page);

  test("quotes code as it stands in the files", () => {
    expect(text, "npm run docs:sync writes it").toBe(syncQuotes(root, text));
  });

  test("shows no TypeScript of its own, which nothing would check", () => {
    const own = unquotedCode(text).map(({ from, content }) => `line ${from}: ${content.split("\n")[0]}`);

    expect(own, "quote a file or a region instead: ```ts file=PATH#REGION").toEqual([]);
  });

  test("has links, anchors and file names that are there", () => {
    expect(brokenReferences(root, page)).toEqual([]);
  });
});

// The first of them grows the whole program once, for all.
test.each(pages)("%s has what is derived as the program makes it", { timeout: 120_000 }, async (page) => {
  const text = readMarkdown(root, page);

  expect(text, "npm run docs:sync writes it").toBe(await syncDerived(root, text));
});

test.each(pages)("%s names commands and exercises that there are", (page) => {
  const commands = new Set([...mainProgram.matchAll(/\.command\("([\w-]+)"/g)].map(([, name]) => name));
  const said = [...readMarkdown(root, page).matchAll(/\bnpx workshop ([a-z][\w-]*)(?: (\d+\.\d+)\b)?/g)];

  const unknown = said.filter(([, name, exercise]) => !commands.has(name!) || (exercise && !catalogue.find(exercise)));
  expect(unknown.map(([whole]) => whole)).toEqual([]);
});

test("every step has a chapter, with its number in the title, its minutes, its picture and its changes", () => {
  for (const [index, { name }] of steps.list.entries()) {
    const page = `steps/${name}/README.md`;
    expect(pages).toContain(page);
    const text = readMarkdown(root, page);
    const number = index + 1;
    expect(text.split("\n")[0], page).toMatch(new RegExp(`^# Step ${number}: `));
    for (const derived of ["minutes", "flow", "changes"]) {
      expect(text, page).toContain(`<!-- derived: ${derived} ${number} -->`);
    }
  }
});

test("there is no step that the program does not have", () => {
  const folders = readdirSync(join(root, "steps"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  expect(folders.sort()).toEqual(steps.list.map(({ name }) => name).sort());
});

test("says everywhere the same number of steps, which is how many there are", () => {
  for (const page of pages) {
    for (const [said, count] of readMarkdown(root, page).matchAll(/\b(\d+|thirteen) (?:numbered )?steps\b/g)) {
      expect(count === "thirteen" ? 13 : Number(count), `${page} says "${said}"`).toBe(steps.list.length);
    }
  }
});
