import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "@event-choreography/workshop-cli/working-copy";
import { expect, test } from "vitest";

// cspell flags single words (flagWords in cspell.json); these are phrases.
const phrases: { phrase: string; instead: string }[] = JSON.parse(
  readFileSync(new URL("phrases.json", import.meta.url), "utf8"),
);

const skipped =
  /^(node_modules|dist|fixtures|\.git|\.workshop|phrases\.json|originals\.txt|chapters\.txt|package-lock\.json)$/;
const texts = filesBelow(root).map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

test.each(phrases)('no text says "$phrase": $instead', ({ phrase }) => {
  const pattern = new RegExp(`\\b${phrase.replaceAll(" ", "\\s+(?://|\\*)?\\s*")}\\b`, "i");

  expect(texts.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
});

test("reads the chapters, the messages and the comments", () => {
  const paths = texts.map(({ path }) => path);

  expect(paths).toEqual(
    expect.arrayContaining([
      "README.md",
      "steps/01-event-bus/README.md",
      "packages/workshop-cli/src/main.ts",
      "packages/local-cloud/src/index.ts",
    ]),
  );
});

function filesBelow(folder: string, below = ""): string[] {
  return readdirSync(join(folder, below))
    .filter((name) => !skipped.test(name))
    .flatMap((name) => {
      const path = below ? `${below}/${name}` : name;
      return statSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path];
    });
}
