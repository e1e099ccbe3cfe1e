import { existsSync } from "node:fs";
import { join } from "node:path";
import { commandLine } from "@event-choreography/workshop-cli/command-line";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Checkout, type Running } from "./support/checkout.ts";

const checkout = new Checkout();
afterAll(() => checkout[Symbol.dispose]());

const commands = commandLine().commands;
const cloudFile = join(checkout.root, ".workshop/cloud.json");

describe("help", { timeout: 60_000 }, () => {
  test.each(commands.map((command) => [command.name(), command] as const))(
    "of %s fits into 80 columns",
    (_, command) => {
      const widest = command
        .helpInformation()
        .split("\n")
        .sort((a, b) => b.length - a.length)[0]!;

      expect(widest.length, widest).toBeLessThanOrEqual(80);
    },
  );

  test("lists every command in 80 columns, and exits with 0", async () => {
    const { code, stdout, stderr } = await checkout.run("--help");

    expect(code).toBe(0);
    expect(stderr).toBe("");
    for (const command of commands) expect(stdout).toContain(`  ${command.name()}`);
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("of a single command goes to stdout, too", async () => {
    expect(await checkout.run("book --help")).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringContaining("--id"),
    });
  });
});

describe("a mistake in the command line", { timeout: 60_000 }, () => {
  test.each([
    ["bok", "unknown command 'bok'"],
    ["status --jsno", "unknown option '--jsno'"],
    ["hint", "missing required argument 'exercise'"],
    ["begin 3 4", "too many arguments"],
    ["begin 77", "There is no step 77."],
    ["begin three", "There is no step three."],
    ["hint 3.9", "There is no exercise 3.9. Step 3 has:"],
    ["solve 3", "There is no exercise 3"],
    ["start --port lots", '--port takes a number from 0 to 65535, but got "lots"'],
    ["cloud --port lots", '--port takes a number from 0 to 65535, but got "lots"'],
    ["dlq discard 1", "Nothing was discarded: a reason is missing."],
    ["dlq discard --all --yes", "Nothing was discarded: a reason is missing."],
    ["dlq throw 1", "Unknown action: dlq throw."],
    ["restore yesterday", 'There is no save "yesterday"'],
    ["check", "You have not started a step yet."],
    ["reset", "You have not started a step yet."],
  ])("%s: is explained on stderr, with exit code 1", async (args, message) => {
    const { code, stdout, stderr } = await checkout.run(args);

    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at |bug in the workshop/);
    expect([code, stdout]).toEqual([1, ""]);
  });
});

describe("without a local cloud", { timeout: 60_000 }, () => {
  test.each([
    "book",
    "events",
    "trace B1",
    "logs booking-api",
    "up 1",
    "plan",
    "down",
    "put-event Hello",
    "check 3 --live",
  ])("%s explains how to start one, with exit code 2", async (args) => {
    const { code, stdout, stderr } = await checkout.run(args);

    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("No local cloud is running.");
    expect(stderr).toContain("npm start");
  });

  test("status shows that, and what is next", async () => {
    const { code, stdout } = await checkout.run("");

    expect(code).toBe(0);
    expect(stdout).toMatch(/Local cloud\s+not running/);
    expect(stdout).toMatch(/Next\s+npm start/);
  });
});

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
    const ended = await Promise.all(["up 1", "reset 2"].map((args) => checkout.run(args)));

    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect(ended.map(({ stderr }) => stderr).join("")).toContain("Waiting for another command, which is deploying");
    expect(JSON.parse((await checkout.run("status --json")).stdout)).toMatchObject({ deployedStep: 1 });
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

    expect(await follow.end("SIGINT")).toEqual({ code: 0, signal: null });
    expect(await follow.leavesProcesses()).toBe(false);
  });

  test("SIGTERM ends it with 0: no process is left, and the other commands no longer find it", async () => {
    expect(await cloud.end("SIGTERM")).toEqual({ code: 0, signal: null });
    expect(await cloud.leavesProcesses()).toBe(false);
    expect(existsSync(cloudFile)).toBe(false);
    expect((await checkout.run("status")).stdout).toMatch(/Local cloud\s+not running/);
  });
});

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
