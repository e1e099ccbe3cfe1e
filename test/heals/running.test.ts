import { fork } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { UsedFolder, whole } from "./used-folder.ts";

const folder = new UsedFolder();
const { checkout } = folder;
beforeAll(() => folder.prepare(), 120_000);
beforeEach(() => folder.restore());
afterAll(() => folder[Symbol.dispose]());

const at = (path: string) => join(folder.root, ".workshop", path);
const cloudFile = () => JSON.parse(readFileSync(at("cloud.json"), "utf8")) as Record<string, unknown>;

describe("another port is no other cloud", { timeout: 180_000 }, () => {
  test("everything works at once, without a deployment, and a deployment changes nothing", async () => {
    const first = await folder.start();
    const { endpoint } = cloudFile();
    await first.end("SIGINT");
    await folder.start();

    expect(cloudFile().endpoint).not.toBe(endpoint);
    await folder.succeeds("book --id B7");
    expect((await folder.succeeds("trace B7")).stdout).toContain("BookingCreated");
    await folder.succeeds("check 2 --live");
    expect(JSON.parse((await folder.succeeds("up 2 --json")).stdout).summary).toMatchObject({ create: 0, update: 0 });
  });
});

describe("a running local cloud is recognized by what it answers", { timeout: 180_000 }, () => {
  test("a note of a killed cloud whose process id is in use blocks nothing", async () => {
    const killed = await folder.start();
    await killed.end("SIGKILL");
    writeFileSync(at("cloud.json"), JSON.stringify({ ...cloudFile(), pid: process.pid }));

    expect((await folder.succeeds("status")).stdout).toMatch(/Local cloud +not running/);
    await folder.start();
    await folder.succeeds("book");
  });

  test("it stops by itself, and says why, when .workshop is deleted; the next one starts", async () => {
    const cloud = await folder.start();
    rmSync(at("."), { recursive: true });

    await cloud.says("was deleted, moved or renamed. So the local cloud stops.");
    expect(await cloud.ended()).toEqual({ code: 1, signal: null });
    expect(await cloud.leavesProcesses()).toBe(false);
    await folder.start("cloud --port 0 --empty");
    await folder.succeeds("up 2");
    await folder.succeeds("book");
  });
});

test("`cloud` alone deploys nothing during the workshop, and says so", async () => {
  const cloud = await folder.start();

  await cloud.says("You are on step 3: nothing was deployed or changed.");
  expect(JSON.parse((await folder.succeeds("status --json")).stdout)).toMatchObject({ deployedStep: 2 });
  expect((await folder.succeeds("cloud --help")).stdout).toContain("before the first begin, deploy");
}, 180_000);

test("events --follow goes on while `reset` empties the cloud", async () => {
  await folder.start();
  const follow = checkout.start("events --follow");
  await follow.says("press Ctrl-C to stop");
  await folder.succeeds("reset 2");
  await folder.succeeds("put-event Again text=hi");

  await follow.says("Again");
  expect(await follow.end("SIGINT")).toEqual({ code: 0, signal: null });
}, 180_000);

describe("what is started ends with what started it", { timeout: 120_000 }, () => {
  test.runIf(whole)("a killed demo leaves no process, and its folder goes with the next one", async () => {
    await folder.succeeds("goto 6");
    const temporary = join(folder.root, "temporary files");
    mkdirSync(temporary);
    const env = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
    const demo = checkout.start("demo", env);
    await demo.says("Deployed");
    await demo.end("SIGKILL");

    expect(await demo.leavesProcesses()).toBe(false);
    expect(readdirSync(temporary).filter((name) => /cloud|plan/.test(name))).toEqual([]);
    expect(readdirSync(at("temporary"))).not.toEqual([]);
    await folder.succeeds("demo");
    expect(readdirSync(at("temporary"))).toEqual([]);
  });

  test("a deployment in an endless loop ends when its command is killed", async () => {
    await folder.succeeds("goto 6");
    const looping = join(folder.root, "looping");
    checkout.write(
      "infra/index.ts",
      `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(looping)}, "");\nwhile (true);\n`,
    );
    const demo = checkout.start("demo");
    while (!existsSync(looping)) await new Promise((resolve) => setTimeout(resolve, 20));
    await demo.end("SIGKILL");

    expect(await demo.leavesProcesses()).toBe(false);
  });

  test("npm start's cloud ends when npm's process has ended, however that happened", async () => {
    const program = join(folder.root, "packages/workshop-cli/bin.mjs");
    // A killed process closes its channels.
    const cloud = fork(program, ["cloud", "--port", "0", "--empty", "--json"], { cwd: folder.root, silent: true });
    const ended = new Promise((resolve) => cloud.once("exit", (code) => resolve(code)));
    await new Promise((resolve) => cloud.stdout!.once("data", resolve));
    cloud.disconnect();

    expect(await ended).toBe(0);
  });
});
