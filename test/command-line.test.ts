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

  test("lists every command, on one screen's width, and ends with 0", async () => {
    const { code, stdout, stderr } = await checkout.run("--help");

    expect(code).toBe(0);
    expect(stderr).toBe("");
    for (const command of commands) expect(stdout).toContain(`  ${command.name()}`);
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("of one command goes to stdout, too", async () => {
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
    ["start --port lots", '--port takes a number from 0 to 65535, and got "lots"'],
    ["cloud --port lots", '--port takes a number from 0 to 65535, and got "lots"'],
    ["restore yesterday", 'There is no save "yesterday"'],
    ["check", "No step is under way."],
    ["reset", "No step is under way."],
  ])("%s: is said in words, on stderr, with 1", async (args, said) => {
    const { code, stdout, stderr } = await checkout.run(args);

    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/\n\s+at |fault of the workshop/);
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
  ])("%s says how to start one, with 2", async (args) => {
    const { code, stdout, stderr } = await checkout.run(args);

    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("No local cloud runs.");
    expect(stderr).toContain("npm start");
  });

  test("status says so, and what is next", async () => {
    const { code, stdout } = await checkout.run("");

    expect(code).toBe(0);
    expect(stdout).toMatch(/Local cloud\s+does not run/);
    expect(stdout).toMatch(/Next\s+npm start/);
  });
});

describe("the learner's commands", { timeout: 120_000 }, () => {
  test("put a step at its start, hint, solve, compare, check and restore", async () => {
    const begin = await checkout.run("begin 1");
    expect(begin.stdout).toContain("Step 1 begins.");
    expect(begin.stdout).toContain("steps/01-event-bus/README.md");

    const hints = [await checkout.run("hint 1.1"), await checkout.run("hint 1.1"), await checkout.run("hint 1.1")];
    expect(hints.map(({ stdout }) => stdout.match(/Hint \d of 3/g)?.length)).toEqual([1, 2, 3]);
    expect(hints.map(({ stderr }) => stderr.trim())).toEqual([
      "One more: the same command again.",
      "One more: the same command again.",
      "That was the last one. The code itself: npx workshop solve 1.1",
    ]);

    const open = await checkout.run("check 1.1");
    expect(open).toMatchObject({ code: 1, stdout: expect.stringMatching(/^not yet +1\.1 Name the bus/) });
    expect(open.stdout).toContain("npx workshop hint 1.1");
    expect(await checkout.run("demo")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Step 1 of the workshop"),
    });

    expect((await checkout.run("diff 1.1")).stdout).toContain("TODO 1.1");
    expect((await checkout.run("solve 1.1")).stdout).toContain("Wrote 1.1");
    expect((await checkout.run("diff 1.1")).stdout).toContain("No difference");
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
  ])("%s --json is one JSON document alone on stdout", async (args) => {
    const { code, stdout } = await checkout.run(`${args} --json`);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toBeTypeOf("object");
    expect(stdout.trim().split("\n")).toHaveLength(1);
  });

  test("use no colour in a pipe, and colour where it is asked for", async () => {
    const plain = await checkout.run("status");
    const onCi = await checkout.run("status", { env: { CI: "true" } });
    const colourful = await checkout.run("status", { env: { FORCE_COLOR: "1" } });

    for (const { stdout, stderr } of [plain, onCi]) expect(`${stdout}${stderr}`).not.toContain("\x1b");
    expect(colourful.stdout).toContain("\x1b[");
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

  test("cloud --json says in one line how to reach it", () => {
    const [line, ...more] = cloud.stdout.trim().split("\n");

    expect(more).toEqual([]);
    expect(JSON.parse(line!)).toMatchObject({
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+/),
      accountId: "000000000000",
      region: "us-east-1",
    });
  });

  test("a second one is refused, and the first named", async () => {
    for (const command of ["cloud", "start"]) {
      const second = await checkout.run(`${command} --port 0`);

      expect(second).toMatchObject({ code: 2, stdout: "" });
      expect(second.stderr).toContain("A local cloud runs already, at http://127.0.0.1:");
    }
  });

  test("nothing is there yet: what needs something says how to deploy", async () => {
    for (const args of ["book", "events", "check 2 --live"]) {
      expect(await checkout.run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining("npx workshop up") });
    }
    expect((await checkout.run("status")).stdout).toMatch(/Deployed\s+nothing/);
  });

  test("a booking's whole way: up, check --live, book, events, trace, logs, status, down", async () => {
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
      stderr: expect.stringContaining("Nobody has heard of booking B8"),
    });
    expect((await checkout.run("logs booking-api")).code).toBe(0);
    expect((await checkout.run("status")).stdout).toMatch(/Deployed\s+steps 1 to 2/);

    expect((await checkout.run("down --json")).code).toBe(0);
    expect((await checkout.run("status --json")).stdout).not.toContain("deployedStep");
  });

  test("begin clears away the bookings of before: each chapter books B123 anew", async () => {
    await checkout.run("goto 2");
    await checkout.run("book --id B123");

    expect(await checkout.run("begin 3")).toMatchObject({ code: 0 });
    expect(await checkout.run("trace B123")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Nobody has heard of booking B123"),
    });
    expect(JSON.parse((await checkout.run("status --json")).stdout)).toMatchObject({ deployedStep: 2 });
  });

  test("two that deploy take turns, whatever they do", async () => {
    await checkout.run("goto 2");
    const ended = await Promise.all(["up 1", "reset 2"].map((args) => checkout.run(args)));

    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect(ended.map(({ stderr }) => stderr).join("")).toContain("Waiting for another command, which is deploying");
    expect(JSON.parse((await checkout.run("status --json")).stdout)).toMatchObject({ deployedStep: 1 });
  });

  test("events --follow goes on until Ctrl-C, and ends with 0", async () => {
    await checkout.run("up 1 --json");
    const follow = checkout.start("events --follow");
    await follow.says("Ctrl-C ends it");
    await checkout.run("put-event Hello text=hi");
    await follow.says("Hello");
    // Their log goes, and comes again.
    await checkout.run("begin 2");
    await checkout.run("put-event Again text=hi");
    await follow.says("Again");

    expect(await follow.end("SIGINT")).toEqual({ code: 0, signal: null });
    expect(await follow.leavesProcesses()).toBe(false);
  });

  test("SIGTERM ends it with 0: nothing is left of it, and the other commands know", async () => {
    expect(await cloud.end("SIGTERM")).toEqual({ code: 0, signal: null });
    expect(await cloud.leavesProcesses()).toBe(false);
    expect(existsSync(cloudFile)).toBe(false);
    expect((await checkout.run("status")).stdout).toMatch(/Local cloud\s+does not run/);
  });
});

describe("Ctrl-C of a local cloud", { timeout: 120_000 }, () => {
  test("once it serves ends it with 0, and leaves no process", async () => {
    const start = checkout.start("start --port 0 --ephemeral");
    await start.says("It serves until Ctrl-C");

    expect(await start.end("SIGINT")).toEqual({ code: 0, signal: null });
    expect(await start.leavesProcesses()).toBe(false);
    expect(existsSync(cloudFile)).toBe(false);
  });

  test("has shown its booking before another command clears the cloud", async () => {
    await checkout.renew();
    const start = checkout.start("start --port 0 --ephemeral");
    await start.says("Deploying");
    const begin = await checkout.run("begin 1");
    await start.says("It serves until Ctrl-C");

    expect(begin).toMatchObject({ code: 0, stderr: expect.stringContaining("Waiting for another command") });
    expect(start.stdout).toContain("the customer knows");
    expect(await start.end("SIGINT")).toEqual({ code: 0, signal: null });
    await checkout.renew();
  });

  test("while it still deploys ends it without a word of a fault", async () => {
    await checkout.renew();
    const start = checkout.start("start --port 0 --ephemeral");
    await start.says("Deploying");

    const { code } = await start.end("SIGINT");
    expect([0, 130]).toContain(code);
    expect(start.stderr).not.toContain("fault of the workshop");
    expect(await start.leavesProcesses()).toBe(false);
    expect(existsSync(cloudFile)).toBe(false);
  });

  test("is told to those who watch the events", async () => {
    await checkout.renew();
    const cloud = checkout.start("cloud --port 0 --ephemeral --empty");
    await cloud.says("The local cloud is at");
    await checkout.run("goto 1");
    const follow = checkout.start("events --follow");
    await follow.says("Ctrl-C ends it");

    await cloud.end("SIGINT");
    await follow.says("The local cloud has ended.");
    await follow.end("SIGKILL");
  });

  test("a cloud that was killed does not count, and does not stand in the way of the next", async () => {
    const killed = checkout.start("cloud --port 0 --ephemeral --empty");
    await killed.says("The local cloud is at");
    await killed.end("SIGKILL");
    expect(existsSync(cloudFile)).toBe(true);

    expect((await checkout.run("status")).stdout).toMatch(/Local cloud\s+does not run/);
    const next = checkout.start("cloud --port 0 --ephemeral --empty");
    await next.says("The local cloud is at");
    expect(await next.end("SIGINT")).toEqual({ code: 0, signal: null });
  });
});
