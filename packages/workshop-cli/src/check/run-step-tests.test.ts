import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "../root.ts";
import { workspaceAt } from "../working-copy/workspace.ts";
import { runTests } from "./run-step-tests.ts";

const folder = mkdtempSync(join(tmpdir(), "aircraft-run-tests-"));
for (const name of ["node_modules", "packages"]) symlinkSync(join(root, name), join(folder, name), "junction");
mkdirSync(join(folder, "steps"));
for (const file of ["vitest.config.ts", "tools/long-tests.mjs"]) cpSync(join(root, file), join(folder, file));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs this source as a step's only test file. */
async function run(text: string, signal?: AbortSignal) {
  writeFileSync(join(folder, "steps/it.test.ts"), text);
  return await runTests(workspaceAt(folder), { files: ["steps/it.test.ts"], signal });
}
const testing = (body: string) => `import { expect, test } from "vitest";\ntest("it", async () => { ${body} });\n`;

test("reads each file's current content in every run", async () => {
  writeFileSync(join(folder, "steps/number.ts"), "export const number = 1;\n");
  const expectsTwo = `import { number } from "./number.ts";\n${testing("expect(number).toBe(2)")}`;

  const before = await run(expectsTwo);
  writeFileSync(join(folder, "steps/number.ts"), "export const number = 2;\n");
  const after = await run(expectsTwo);

  expect([before, after].map(({ tests }) => tests[0]?.state)).toEqual(["failed", "passed"]);
  expect(before.tests[0]?.errors[0]?.places).toEqual([{ file: "steps/it.test.ts", line: 3 }]);
});

test("restores the environment after each run", async () => {
  await run(testing(`process.env.LEFT_BEHIND = "x"`));

  const { tests } = await run(testing("expect(process.env.LEFT_BEHIND).toBeUndefined()"));

  expect(tests[0]).toMatchObject({ state: "passed" });
});

test("names the line of a file that does not parse", async () => {
  const { fileErrors } = await run(testing("expect(("));

  expect(fileErrors[0]?.error.message).toMatch(/it\.test\.ts:2 does not parse/);
});

test("gives the values of every assertion as text", async () => {
  const { tests } = await run(testing("expect(5).toBeLessThan(3)"));

  expect(tests[0]?.errors[0]).toMatchObject({ actual: "5", expected: "3" });
});

test("keeps working after a test that ended its process", async () => {
  await expect(run(testing("process.exit(3)"))).resolves.toMatchObject({ tests: [{ state: "failed" }] });

  const { tests } = await run(testing("expect(1).toBe(1)"));

  expect(tests[0]).toMatchObject({ state: "passed" });
});

test("keeps working after an endless loop was aborted", { timeout: 60_000 }, async () => {
  const controller = new AbortController();
  const endless = run(
    testing(`(await import("node:fs")).writeFileSync("${join(folder, "begun")}", ""); for (;;);`),
    controller.signal,
  );
  await expect.poll(() => existsSync(join(folder, "begun")), { timeout: 30_000 }).toBe(true);
  controller.abort();
  await expect(endless).rejects.toThrow();

  const { tests } = await run(testing("expect(1).toBe(1)"));

  expect(tests[0]).toMatchObject({ state: "passed" });
});
