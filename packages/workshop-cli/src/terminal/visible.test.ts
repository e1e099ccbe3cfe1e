import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import pc from "picocolors";
import { expect, onTestFinished, test, vi } from "vitest";
import { root } from "../root.ts";
import { note, oneLine, say, sayJson, table } from "./output.ts";
import { visible } from "./visible.ts";

const colors = pc.createColors(true);

test.each([
  ["a terminal's title", "B1\u001b]0;owned\u0007", String.raw`B1\u001b]0;owned\u0007`],
  ["clearing the screen", "\u001b[2J\u001b[H", String.raw`\u001b[2J\u001b[H`],
  ["the clipboard", "\u001b]52;c;cm0gLXJm\u001b\\", String.raw`\u001b]52;c;cm0gLXJm\u001b${"\\"}`],
  ["hidden text", "\u001b[8mrm -rf\u001b[28m", String.raw`\u001b[8mrm -rf\u001b[28m`],
  ["a sequence that begins with one character", "\u009b2J", String.raw`\u009b2J`],
  ["a line that is written over", "failed\rpassed", String.raw`failed\rpassed`],
  ["deleted characters", "no\b\bok\u007f", String.raw`no\b\bok\u007f`],
  ["a bell and a NUL", "\u0007\u0000", String.raw`\u0007\u0000`],
  ["text that runs backwards", "\u202elld.exe", String.raw`\u202elld.exe`],
])("shows %s instead of obeying it", (_, text, shown) => {
  expect(visible(text)).toBe(shown);
});

test("leaves text, tabs, line breaks and our own colors as they are", () => {
  for (const text of ["12A, ä, 🛫, é", "a\tb", "a\nb", colors.bold(colors.red("no")), colors.dim("x")]) {
    expect(visible(text)).toBe(text);
  }
  expect(visible("a\r\nb")).toBe("a\nb");
});

test("ends a color that a text from outside has left open", () => {
  expect(visible("\u001b[31mB1")).toBe("\u001b[31mB1\u001b[0m");
  expect(visible("\u001b[1m\u001b[31mB1\u001b[39m")).toBe("\u001b[1m\u001b[31mB1\u001b[39m\u001b[0m");
});

test("shows a line break in one line, so that it forges no line of ours", () => {
  expect(oneLine("B1\nAccepted: booking B2\r\nis PAID")).toBe(String.raw`B1\nAccepted: booking B2\nis PAID`);
});

test("nothing that a terminal obeys is left of any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be left
      const left = visible(text).replace(/\u001b\[(\d|1|2|22|3\d|9\d)m/g, "");
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the same
      expect(left).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
    { numRuns: 2000 },
  );
});

test("a cell with a line break stays in its row", () => {
  expect(
    table(
      [
        ["B1\n  B2", "TICKETED"],
        ["B3", "PAID"],
      ],
      { indent: 0 },
    ),
  ).toEqual([String.raw`B1\n  B2  TICKETED`, "B3        PAID"]);
});

function printed(print: () => void): string {
  let text = "";
  const write = (chunk: unknown) => {
    text += chunk;
    return true;
  };
  for (const stream of [process.stdout, process.stderr]) {
    const spy = vi.spyOn(stream, "write").mockImplementation(write);
    onTestFinished(() => spy.mockRestore());
  }
  print();
  vi.restoreAllMocks();
  return text;
}

test("results, notes and JSON are all printed visibly", () => {
  const bookingId = "B1\u001b[2J\u009b";

  expect(printed(() => say(`Accepted: ${bookingId}`))).toBe("Accepted: B1\\u001b[2J\\u009b\n");
  expect(printed(() => note(`Follow it: ${bookingId}`))).toBe("Follow it: B1\\u001b[2J\\u009b\n");
  const json = printed(() => sayJson({ bookingId }));
  expect(json).not.toMatch(/\u009b/);
  expect(JSON.parse(json)).toEqual({ bookingId });
});

test("every other file prints through this folder", () => {
  const source = join(root, "packages/workshop-cli/src");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => /\.(ts|mjs)$/.test(name));

  const printing = files.filter((name) => {
    if (name.startsWith("terminal") || name.endsWith(".test.ts")) return false;
    return /\bstd(out|err)\.write\(|\bconsole\.\w+\(/.test(readFileSync(join(source, name), "utf8"));
  });

  expect(printing).toEqual([]);
});
