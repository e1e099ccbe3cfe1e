import { afterAll, describe, expect, test } from "vitest";
import { Checkout } from "../support/checkout.ts";

const checkout = new Checkout();
afterAll(() => checkout[Symbol.dispose]());

describe("the learner's commands", { timeout: 120_000 }, () => {
  test("begin a step, hint, solve, diff, check and restore", async () => {
    const begin = await checkout.run("begin 1");
    expect(begin.stdout).toContain("You are at the start of step 1.");
    expect(begin.stdout).toContain("steps/01-event-bus/README.md");

    const hints = [await checkout.run("hint 1.1"), await checkout.run("hint 1.1"), await checkout.run("hint 1.1")];
    expect(hints.map(({ stdout }) => stdout.match(/Hint \d of 3/g)?.length)).toEqual([1, 2, 3]);
    expect(hints.map(({ stderr }) => stderr.trim())).toEqual([
      "For the next hint, run the same command again.",
      "For the next hint, run the same command again.",
      "That was the last hint. To see the code: npx workshop solve 1.1",
    ]);

    const open = await checkout.run("check 1.1");
    expect(open).toMatchObject({ code: 1, stdout: expect.stringMatching(/^not yet +1\.1 Name the bus/) });
    expect(open.stdout).toContain("npx workshop hint 1.1");
    expect(await checkout.run("demo")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("You are on step 1 of the workshop"),
    });

    expect((await checkout.run("diff 1.1")).stdout).toContain("TODO 1.1");
    expect((await checkout.run("solve 1.1")).stdout).toContain("Wrote 1.1");
    expect((await checkout.run("diff 1.1")).stdout).toContain("No differences");
    expect(await checkout.run("check 1.1")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^passed +1\.1/) });
    expect((await checkout.run("status")).stdout).toMatch(/passed +1\.1[\s\S]*not yet +1\.2/);

    await checkout.run("restore latest");
    expect(checkout.read("steps/01-event-bus/infra.ts")).toContain("TODO 1.1");
    expect((await checkout.run("restore")).stdout.trim().split("\n")).toHaveLength(3);
  });

  test("diff shows what else differs, but no solution of an open exercise", async () => {
    await checkout.run("begin 3");
    checkout.edit("services/payment/decide.ts", "amount <= limit", "amount < limit");

    const { stdout, stderr } = await checkout.run("diff");

    expect(stdout).toContain("+  if (amount < limit)");
    expect(stdout).not.toMatch(/eventPattern|\/\/-/);
    expect(stderr).toContain("Without the open exercises 3.1, 3.2, 3.3, 3.4.");
    await checkout.run("goto 2");
  });

  test.each([
    "status",
    "begin 2",
    "goto 2",
    "hint 2.1",
    "solve 2.1",
    "diff",
    "diff 2.1",
    "restore",
    "restore latest",
    "reset 2",
  ])("%s --json prints only one JSON document to stdout", async (args) => {
    const { code, stdout } = await checkout.run(`${args} --json`);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toBeTypeOf("object");
    expect(stdout.trim().split("\n")).toHaveLength(1);
  });

  test("print no color to a pipe, unless FORCE_COLOR asks for it", async () => {
    const plain = await checkout.run("status");
    const onCi = await checkout.run("status", { env: { CI: "true" } });
    const colorful = await checkout.run("status", { env: { FORCE_COLOR: "1" } });

    for (const { stdout, stderr } of [plain, onCi]) expect(`${stdout}${stderr}`).not.toContain("\x1b");
    expect(colorful.stdout).toContain("\x1b[");
  });
});
