import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { confirm } from "./confirm.ts";

test.each([
  ["y", true],
  ["YES", true],
  ["", false],
  ["n", false],
  ["yesterday", false],
])("the answer %j means %s", async (answer, expected) => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true });
  input.write(`${answer}\n`);

  expect(await confirm("Discard all 3 messages?", "--yes", { input, output })).toBe(expected);
  expect(String(output.read())).toContain("Discard all 3 messages? [y/N] ");
});

test("refuses without a terminal, and names the option", async () => {
  const streams = { input: new PassThrough(), output: new PassThrough() };

  await expect(confirm("Discard all 3 messages?", "--yes", streams)).rejects.toMatchObject({
    message: expect.stringContaining("Discard all 3 messages?"),
    fix: "To confirm, add --yes.",
  });
});
