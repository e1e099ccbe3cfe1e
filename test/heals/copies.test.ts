import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Running, runCommand, startCommand } from "../support/checkout.ts";
import { whole } from "./used-folder.ts";
import { filesThatName, makeFolder, readFolder } from "./whole-folder.ts";

const parent = mkdtempSync(join(tmpdir(), "workshop copies "));
const original = join(parent, "the folder it was made in");
const running = new Set<Running>();

beforeAll(async () => {
  makeFolder(original);
  const cloud = await startCloud(original);
  await succeeds(original, "begin 3");
  await succeeds(original, "solve 3.1");
  if (whole) await succeeds(original, "check 3.1");
  await succeeds(original, "book --id B1");
  await end(cloud);
}, 120_000);
afterAll(async () => {
  for (const cloud of running) await cloud.end("SIGKILL");
  rmSync(parent, { recursive: true, force: true });
});

test("nothing that a used folder keeps names the folder", () => {
  expect(filesThatName(original, original)).toEqual([]);
});

test("a copy, made while the cloud of the original runs, goes on in itself and leaves the original alone", async () => {
  const cloud = await startCloud(original);
  const before = fingerprint(original);
  const copy = join(parent, "a copy for the café");
  copyFolder(original, copy);

  expect((await succeeds(copy, "status")).stdout).toMatch(/Local cloud +not running[\s\S]*step 3 of/);
  await succeeds(copy, "begin 2");
  const own = await startCloud(copy);
  await succeeds(copy, "begin 3");
  await succeeds(copy, "book --id B2");
  if (whole)
    expect((await runCommand(copy, "check 3.1")).stdout, "only the original has solved it").toMatch(/^not yet +3\.1/);

  expect(fingerprint(original)).toBe(before);
  expect((await runCommand(original, "trace B2")).stderr).toContain("There is no booking B2");
  expect((await succeeds(original, "trace B1")).stdout).toContain("BookingCreated");
  for (const each of [cloud, own]) await end(each);
}, 120_000);

test.each(whole ? ["renamed", "with spaces and cafés", "deeper/than/before"] : ["with spaces and cafés"])(
  "a folder that was moved to %j goes on with its data, and does not come back",
  async (name) => {
    const moved = join(parent, name);
    mkdirSync(dirname(moved), { recursive: true });
    renameSync(original, moved);
    try {
      const cloud = await startCloud(moved);
      expect((await succeeds(moved, "trace B1")).stdout).toContain("BookingCreated");
      expect((await succeeds(moved, "plan 2 --json")).stdout).toContain('"create":0,"update":0');
      await succeeds(moved, "book");
      await end(cloud);
      expect(existsSync(original)).toBe(false);
    } finally {
      renameSync(moved, original);
    }
  },
  120_000,
);

test("a folder that was zipped and unzipped elsewhere goes on", async () => {
  const elsewhere = join(parent, "unzipped (1)");
  const files: Zippable = { "empty.txt": strToU8("") };
  for (const [path, content] of readFolder(original)) files[path] = [content, { level: 0 }];
  for (const [path, content] of Object.entries(unzipSync(zipSync(files)))) {
    mkdirSync(dirname(join(elsewhere, path)), { recursive: true });
    writeFileSync(join(elsewhere, path), content);
  }
  cpSync(join(original, "node_modules"), join(elsewhere, "node_modules"), { recursive: true, verbatimSymlinks: true });

  const cloud = await startCloud(elsewhere);
  expect((await succeeds(elsewhere, "trace B1")).stdout).toContain("BookingCreated");
  await succeeds(elsewhere, "book");
  await end(cloud);
  expect((await succeeds(elsewhere, "diff 3.2")).stdout).toContain("TODO 3.2");
}, 120_000);

test.skipIf(process.platform === "win32").each(whole ? ["C# notes", "what?", "100%"] : ["C# notes"])(
  "a path with a character that no tool can read, as in %j, is refused in words, and its advice helps",
  async (name) => {
    const odd = join(parent, name);
    renameSync(original, odd);
    try {
      const { code, stderr } = await runCommand(odd, "status");
      expect([code, stderr]).toEqual([1, expect.stringContaining(`contains "${/[#?%]/.exec(name)![0]}": ${odd}`)]);
      expect(stderr).toContain("Rename or move the folder");
    } finally {
      renameSync(odd, original);
    }
    expect((await succeeds(original, "status")).stdout).toContain("step 3 of");
  },
  180_000,
);

test("a cloud whose folder is moved away stops, says why, and leaves nothing behind", async () => {
  const cloud = await startCloud(original);
  const moved = join(parent, "moved while running");
  renameSync(original, moved);
  try {
    await cloud.says("was deleted, moved or renamed");
    expect(await cloud.leavesProcesses()).toBe(false);
    expect(existsSync(original)).toBe(false);
    const own = await startCloud(moved);
    expect((await succeeds(moved, "trace B1")).stdout).toContain("BookingCreated");
    await end(own);
  } finally {
    renameSync(moved, original);
  }
}, 120_000);

async function startCloud(folder: string): Promise<Running> {
  const cloud = startCommand(folder, "cloud --port 0");
  running.add(cloud);
  await cloud.says("The local cloud is at");
  return cloud;
}

async function end(cloud: Running): Promise<void> {
  running.delete(cloud);
  expect(await cloud.end("SIGINT")).toEqual({ code: 0, signal: null });
  expect(cloud.stderr).not.toMatch(/cannot be used|not as it was deployed/);
}

async function succeeds(folder: string, args: string) {
  const ended = await runCommand(folder, args);
  expect(ended.code, `${args}: ${ended.stdout}${ended.stderr}`).toBe(0);
  return ended;
}

/** As `cp -a` does: with the times of the files, and links as they are. */
function copyFolder(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}

/** The learner's files, saves and progress. */
function fingerprint(folder: string): string {
  const hash = createHash("sha256");
  const files = readFolder(folder, ["steps", "infra", "services", ".workshop"]);
  for (const [path, content] of [...files].sort()) {
    if (!/^\.workshop\/cloud\/data/.test(path)) hash.update(path).update(content);
  }
  return hash.digest("hex");
}
