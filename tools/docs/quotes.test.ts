import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { syncQuotes, unquotedCode } from "./quotes.ts";

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "quotes-"));
  writeFileSync(
    join(root, "a.ts"),
    `const x = 1;
  //#region 3.2 Allow it
  //- const y = 0;
  const y = {
    z: 2,
  };
  //#endregion
`,
  );
});

afterAll(() => rmSync(root, { recursive: true }));

it("writes a region's code into the block, without indentation, markers and placeholders", () => {
  const page = "Text.\n\n```ts file=a.ts#3.2\nold\n```\n\nMore.\n";

  expect(syncQuotes(root, page)).toBe("Text.\n\n```ts file=a.ts#3.2\nconst y = {\n  z: 2,\n};\n```\n\nMore.\n");
});

it("quotes a whole file without its markers", () => {
  expect(syncQuotes(root, "```ts file=a.ts\n```\n")).toContain("const x = 1;\n  const y = {");
});

it("keeps the indentation of a block inside a list", () => {
  expect(syncQuotes(root, "- item\n\n  ```ts file=a.ts#3.2\n  ```\n")).toContain(
    "\n  const y = {\n    z: 2,\n  };\n  ```",
  );
});

it.each([
  ["```ts file=b.ts\n```", "Cannot quote b.ts: the file does not exist."],
  ["```ts file=a.ts#9.9\n```", "Cannot quote a.ts#9.9: the file has no such region."],
])("refuses a source that does not exist", (page, message) => {
  expect(() => syncQuotes(root, page)).toThrow(message);
});

it("finds TypeScript that quotes nothing, and ignores other languages", () => {
  const page = "```ts\nmine();\n```\n\n```sh\nnpm start\n```\n";

  expect(unquotedCode(page).map(({ content }) => content)).toEqual(["mine();\n"]);
});
