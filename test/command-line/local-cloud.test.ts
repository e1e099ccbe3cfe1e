import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";
import { tryLock } from "@event-choreography/local-cloud/file-lock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Checkout, type Running } from "../support/checkout.ts";

const checkout = new Checkout();
afterAll(() => checkout[Symbol.dispose]());

const cloudFile = ".workshop/cloud.json";
const withoutError = { code: 0, signal: null };

describe("with a local cloud", { timeout: 120_000 }, () => {
  let cloud: Running;
  beforeAll(async () => {
    cloud = checkout.start("cloud --port 0 --json --ephemeral --empty");
    await cloud.says("\n");
  }, 60_000);
  afterAll(async () => {
    await cloud.end("SIGKILL");
  });

  test("cloud --json prints its endpoint, account and region in one line", () => {
    const [line, ...more] = cloud.stdout.trim().split("\n");

    expect(more).toEqual([]);
    expect(JSON.parse(line!)).toMatchObject({
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+/),
      accountId: "000000000000",
      region: "us-east-1",
    });
  });

  test("a second one is refused, with the first one's endpoint", async () => {
    for (const command of ["cloud", "start"]) {
      const second = await checkout.run(`${command} --port 0`);

      expect(second).toMatchObject({ code: 2, stdout: "" });
      expect(second.stderr).toContain("A local cloud is already running at http://127.0.0.1:");
    }
  });

  test("commands that need a deployed stack explain how to deploy one", async () => {
    for (const args of ["book", "events", "check 2 --live"]) {
      expect(await checkout.run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining("npx workshop up") });
    }
    expect((await checkout.run("status")).stdout).toMatch(/Deployed\s+nothing/);
  });

  test("a fault that does not exist is explained, with the kinds to use", async () => {
    expect(await checkout.run("faults set nonsense")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/nonsense[\s\S]*For example: npx workshop faults set/),
    });
    expect(await checkout.run("faults clear f99")).toMatchObject({
      code: 1,
      stderr: expect.not.stringContaining("bug in the workshop"),
    });
  });

  test("begin without a cloud owes it the steps before: the next cloud deploys them, and nothing else", async () => {
    using other = new Checkout();
    await other.run("begin 3");
    const late = other.start("cloud --port 0 --ephemeral");
    await late.says("The local cloud is at");

    expect(JSON.parse((await other.run("status --json")).stdout)).toMatchObject({ step: 3, deployedStep: 2 });
    expect((await other.run("status")).stdout).toMatch(/Deployed +steps 1 to 2/);
    expect((await late.end("SIGINT")).code).toBe(0);
  });

  test("a deployment that failed leaves the stack partly deployed, and status says so", async () => {
    await checkout.run("goto 2");
    checkout.edit("steps/02-booking/infra.ts", 'hashKey: "bookingId"', 'hashKey: "nobody"');
    await checkout.run("down");
    expect((await checkout.run("up 2")).code).not.toBe(0);

    expect((await checkout.run("status")).stdout).toMatch(/Deployed +partly: .*npx workshop up/);
    await checkout.run("reset 2");
    expect((await checkout.run("status")).stdout).toMatch(/Deployed +step 1/);
  });

  test("status tells when time runs fast", async () => {
    await checkout.run("speed 60");
    expect((await checkout.run("status")).stdout).toMatch(/Clock +60 times as fast/);
    await checkout.run("speed 1");
    expect((await checkout.run("status")).stdout).not.toContain("Clock");
  });

  test("a fault for something that is not deployed is refused, with the names to choose from", async () => {
    await checkout.run("goto 6");

    for (const [wrong, right] of [
      ["rule=BookingCreateRule", "BookingCreatedRule"],
      ["function=payments", "payment-charge"],
      ["target=tickets", "ticket-issue"],
      ["pipe=booking-outbox", "No pipe is deployed"],
    ]) {
      const { code, stderr } = await checkout.run(`faults set delay ms=5 ${wrong}`);
      expect([code, stderr]).toEqual([1, expect.stringContaining(right!)]);
    }
    expect((await checkout.run("faults set delay ms=5 rule=BookingCreatedRule next=1")).code).toBe(0);
    await checkout.run("faults clear");
  });

  test("inbox and trace show the customer's message; plan changes nothing, and says so", async () => {
    await checkout.run("goto 6");
    await checkout.run("book --id B6");
    const waited = checkout.start("events --follow");
    await waited.says("TicketIssued");
    await waited.end("SIGINT");

    const shown = async () => (await checkout.run("inbox B6")).stdout;
    for (let tries = 0; tries < 50 && !(await shown()).includes("B6"); tries++);
    expect(await shown()).toMatch(/^\d{4}-.*B6/);
    expect((await checkout.run("inbox B7")).stdout).toContain("The inbox has nothing about B7.");
    expect((await checkout.run("trace B6")).stdout).toMatch(/^Inbox\n .*B6/m);
    expect((await checkout.run("plan 5")).stderr).toContain("Nothing was changed. To change it: npx workshop up 5");
    expect((await checkout.run("book --count 3")).stdout).toMatch(/^Accepted: 3 bookings:\nB\S+ B\S+ B\S+$/m);
  });

  test("a booking from start to end: up, check --live, book, events, trace, logs, status, down", async () => {
    await checkout.run("goto 2");
    const up = JSON.parse((await checkout.run("up 2 --json")).stdout);
    expect(up).toMatchObject({ step: 2 });

    const live = await checkout.run("check 2 --live --json");
    expect(live.code, live.stdout).toBe(0);
    expect(JSON.parse(live.stdout)).toMatchObject({ step: 2, findings: expect.any(Array) });
    expect(await checkout.run("check 3 --live")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Step 3 is not deployed"),
    });

    expect(JSON.parse((await checkout.run("book --id B7 --json")).stdout)).toMatchObject({ bookingId: "B7" });
    expect(await checkout.run("book --id B7 --amount 5")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("409"),
    });
    expect(await checkout.run("book --amount lots")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("--amount takes a number"),
    });

    const events = (await checkout.run("events --json")).stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map((event) => event["detail-type"])).toContain("BookingCreated");
    expect((await checkout.run("trace B7")).stdout).toContain("BookingCreated");
    expect(await checkout.run("trace B8")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is no booking B8"),
    });
    expect((await checkout.run("logs booking-api")).code).toBe(0);
    expect((await checkout.run("status")).stdout).toMatch(/Deployed\s+steps 1 to 2/);

    expect((await checkout.run("down --json")).code).toBe(0);
    expect((await checkout.run("status --json")).stdout).not.toContain("deployedStep");
  });

  test("begin deletes earlier bookings, so that each chapter can book B123", async () => {
    await checkout.run("goto 2");
    await checkout.run("book --id B123");

    expect(await checkout.run("begin 3")).toMatchObject({ code: 0 });
    expect(await checkout.run("trace B123")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is no booking B123"),
    });
    expect(JSON.parse((await checkout.run("status --json")).stdout)).toMatchObject({ deployedStep: 2 });
  });

  test("two commands that deploy take turns", async () => {
    await checkout.run("goto 2");
    const { folder } = JSON.parse(checkout.read(cloudFile));
    const lock = tryLock(resolve(checkout.root, ".workshop", folder, "stack.lock"));
    const commands = ["up 1", "reset 2"].map((args) => checkout.start(args));
    await Promise.all(commands.map((command) => command.says("Waiting for another command, which is deploying")));
    if (lock.acquired) lock.release();

    const ended = await Promise.all(commands.map((command) => command.ended()));
    expect(ended, commands.map(({ stderr }) => stderr).join("")).toEqual([withoutError, withoutError]);
    expect(JSON.parse((await checkout.run("status --json")).stdout)).toMatchObject({ deployedStep: 1 });
  });

  test("a command that comes while the cloud is being emptied waits until it answers again", async () => {
    const announced = checkout.read(cloudFile);
    // Nobody answers here, as at the address of a cloud that starts again.
    const closed = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(closed, "listening");
    const endpoint = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    checkout.replace(cloudFile, JSON.stringify({ ...JSON.parse(announced), endpoint, emptying: true }));
    const command = checkout.run("up 1");
    await once(closed, "connection");
    checkout.replace(cloudFile, announced);

    expect(await command).toMatchObject({ code: 0 });
    closed.close();
  });

  test("events --follow runs until Ctrl-C, and exits with 0", async () => {
    await checkout.run("up 1 --json");
    const follow = checkout.start("events --follow");
    await follow.says("press Ctrl-C to stop");
    await checkout.run("put-event Hello text=hi");
    await follow.says("Hello");
    // This deletes the event log and creates it again.
    await checkout.run("begin 2");
    await checkout.run("put-event Again text=hi");
    await follow.says("Again");

    expect(await follow.end("SIGINT")).toEqual(withoutError);
    expect(await follow.leavesProcesses()).toBe(false);
  });

  test("SIGTERM ends it with 0: no process is left, and the other commands no longer find it", async () => {
    expect(await cloud.end("SIGTERM")).toEqual(withoutError);
    expect(await cloud.leavesProcesses()).toBe(false);
    expect(existsSync(join(checkout.root, cloudFile))).toBe(false);
    expect((await checkout.run("status")).stdout).toMatch(/Local cloud\s+not running/);
  });
});
