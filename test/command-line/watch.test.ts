import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Checkout, type Running } from "../support/checkout.ts";

const checkout = new Checkout();
afterAll(() => checkout[Symbol.dispose]());

describe("watch", { timeout: 120_000 }, () => {
  let cloud: Running;
  beforeAll(async () => {
    cloud = checkout.start("cloud --port 0 --ephemeral --empty");
    await cloud.says("The local cloud is at");
    await checkout.run("begin 2");
  }, 60_000);
  afterAll(async () => {
    await cloud.end("SIGKILL");
  });

  test("checks on each save, and deploys, books and traces when the step passes; Ctrl-C ends it with 0", async () => {
    const watch = checkout.start("watch");
    await watch.says("Save a file to check again, or press Ctrl-C to stop.");
    expect(watch.stdout).toMatch(/^not yet +2\.1/m);
    expect(watch.stdout).not.toContain("deployed");

    for (const number of ["2.1", "2.2", "2.3", "2.4"]) await checkout.run(`solve ${number}`);

    await watch.says("The deployed proof took");
    const last = watch.stdout.slice(watch.stdout.lastIndexOf("2.1"));
    expect(last).toMatch(/passed +2\.4[\s\S]*deployed +\d+ created[\s\S]*BookingCreated +\+0 ms +→ nobody/);
    expect(last).not.toContain("npx workshop up");
    expect(await watch.end("SIGINT")).toEqual({ code: 0, signal: null });
    expect(await watch.leavesProcesses()).toBe(false);
  });

  test("explains itself before the first begin, and ends", async () => {
    using fresh = new Checkout();

    expect(await fresh.run("watch")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("npx workshop begin 1"),
    });
  });
});
