import { existsSync, readdirSync, readFileSync } from "node:fs";
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
/** The steps of the workshop. A step of your own needs neither exercises nor a chapter. */
const taught = steps.list.filter(({ name }) => existsSync(join(root, "steps", name, "exercises.ts")));
const catalogue = new Catalogue(readOriginals(root));

describe.each(pages)("%s", (page) => {
  const text = readMarkdown(root, page);

  test("quotes code as it is in the files", () => {
    expect(text, "to update it: npm run docs:sync").toBe(syncQuotes(root, text));
  });

  test("has no TypeScript that is not a quote, which nothing would check", () => {
    const own = unquotedCode(text).map(({ from, content }) => `line ${from}: ${content.split("\n")[0]}`);

    expect(own, "quote a file or a region instead: ```ts file=PATH#REGION").toEqual([]);
  });

  test("has no links, anchors or file names that do not exist", () => {
    expect(brokenReferences(root, page)).toEqual([]);
  });
});

// The first test deploys every step, and the others reuse that.
test.each(pages)("%s has up-to-date derived blocks", { timeout: 120_000 }, async (page) => {
  const text = readMarkdown(root, page);

  expect(text, "to update it: npm run docs:sync").toBe(await syncDerived(root, text));
});

test.each(pages)("%s names no commands or exercises that do not exist", (page) => {
  const commands = new Set([...mainProgram.matchAll(/\.command\("([\w-]+)"/g)].map(([, name]) => name));
  const mentioned = [...readMarkdown(root, page).matchAll(/\bnpx workshop ([a-z][\w-]*)(?: (\d+\.\d+)\b)?/g)];

  const unknown = mentioned.filter(
    ([, name, exercise]) => !commands.has(name!) || (exercise && !catalogue.find(exercise)),
  );
  expect(unknown.map(([whole]) => whole)).toEqual([]);
});

test("every step has a chapter with its number in the title, its minutes, its diagram and its changes", () => {
  for (const [index, { name }] of taught.entries()) {
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

test("every exercise has a section of its chapter", () => {
  const missing = catalogue.exercises.filter(({ number, step }) => {
    const text = readMarkdown(root, `steps/${taught[step - 1]!.name}/README.md`);
    return !new RegExp(`^## ${number.replace(".", "\\.")} `, "m").test(text);
  });

  expect(missing.map(({ number }) => number)).toEqual([]);
});

test("every folder in steps/ is a step of the program", () => {
  const folders = readdirSync(join(root, "steps"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  expect(folders.sort()).toEqual(steps.list.map(({ name }) => name).sort());
});

test("every page states the right number of steps", () => {
  for (const page of pages) {
    for (const [text, count] of readMarkdown(root, page).matchAll(/\b(\d+|thirteen) (?:numbered )?steps\b/g)) {
      expect(count === "thirteen" ? 13 : Number(count), `${page} says "${text}"`).toBe(taught.length);
    }
  }
});
