import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Checkout } from "../support/checkout.ts";

const checkout = new Checkout();
afterAll(() => checkout[Symbol.dispose]());

const cloudFile = join(checkout.root, ".workshop/cloud.json");

describe("Ctrl-C in a local cloud", { timeout: 120_000 }, () => {
  test("ends it with 0 while it serves, and leaves no process", async () => {
    const start = checkout.start("start --port 0 --ephemeral");
    await start.says("Serving until Ctrl-C");

    expect(await start.end("SIGINT")).toEqual({ code: 0, signal: null });
    expect(await start.leavesProcesses()).toBe(false);
    expect(existsSync(cloudFile)).toBe(false);
  });

  test("waits until the first booking is shown before another command clears the cloud", async () => {
    await checkout.renew();
    const start = checkout.start("start --port 0 --ephemeral");
    await start.says("Deploying");
    const begin = await checkout.run("begin 1");
    await start.says("Serving until Ctrl-C");

    expect(begin).toMatchObject({ code: 0, stderr: expect.stringContaining("Waiting for another command") });
    expect(start.stdout).toContain("the customer knows");
    expect(await start.end("SIGINT")).toEqual({ code: 0, signal: null });
    await checkout.renew();
  });

  test("ends it without an error while it deploys", async () => {
    await checkout.renew();
    const start = checkout.start("start --port 0 --ephemeral");
    await start.says("Deploying");

    const { code } = await start.end("SIGINT");
    expect([0, 130]).toContain(code);
    expect(start.stderr).not.toContain("bug in the workshop");
    expect(await start.leavesProcesses()).toBe(false);
    expect(existsSync(cloudFile)).toBe(false);
  });

  test("is reported by events --follow", async () => {
    await checkout.renew();
    const cloud = checkout.start("cloud --port 0 --ephemeral --empty");
    await cloud.says("The local cloud is at");
    await checkout.run("goto 1");
    const follow = checkout.start("events --follow");
    await follow.says("press Ctrl-C to stop");

    await cloud.end("SIGINT");
    await follow.says("The local cloud has stopped.");
    await follow.end("SIGKILL");
  });

  test("a killed cloud counts as stopped, and does not keep the next one from starting", async () => {
    const killed = checkout.start("cloud --port 0 --ephemeral --empty");
    await killed.says("The local cloud is at");
    await killed.end("SIGKILL");
    expect(existsSync(cloudFile)).toBe(true);

    expect((await checkout.run("status")).stdout).toMatch(/Local cloud\s+not running/);
    const next = checkout.start("cloud --port 0 --ephemeral --empty");
    await next.says("The local cloud is at");
    expect(await next.end("SIGINT")).toEqual({ code: 0, signal: null });
  });
});
