import { chmodSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { Checkout } from "../support/checkout.ts";

const nobody = 65534;
const isRoot = process.getuid?.() === 0;

// Only root may run a command as another user.
describe.skipIf(!isRoot)("in the folder of another user", () => {
  const checkout = new Checkout();
  chmodSync(checkout.root, 0o755);
  afterAll(() => checkout[Symbol.dispose]());

  test("status works", async () => {
    expect(await checkout.run("status", { uid: nobody })).toMatchObject({ code: 0, stderr: "" });
  });

  test.each(["begin 1", "cloud --port 0 --empty", "goto 2", "demo"])(
    "%s says that .workshop cannot be written",
    async (args) => {
      const { stderr, code } = await checkout.run(args, { uid: nobody });

      expect(code).not.toBe(0);
      expect(stderr).toContain("the folder .workshop cannot be written (EACCES: permission denied");
      expect(stderr).not.toMatch(/bug in the workshop|\n {4}at /);
    },
  );

  test("its cloud is not for others: its keys are private", async () => {
    const cloud = checkout.start("cloud --port 0 --json --ephemeral --empty");
    await cloud.says("\n");

    for (const args of ["book", "up 1"]) {
      const { stderr, code } = await checkout.run(args, { uid: nobody });
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("This folder is another user's: .workshop/cloud.json cannot be read."),
      });
    }
    await cloud.end("SIGTERM");
  });
});
