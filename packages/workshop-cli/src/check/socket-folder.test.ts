import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { socketFolder } from "./socket-folder.ts";

// On Windows the daemons use pipes, which are in no folder.
const onUnix = test.skipIf(process.platform === "win32");
const name = `aircraft-${process.getuid?.()}`;

let parents: [string, string];
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "socket-folder-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  parents = [join(folder, "run"), join(folder, "tmp")];
  for (const parent of parents) mkdirSync(parent);
});

onUnix("is created for this user alone, and found again", () => {
  const folder = socketFolder(parents);

  expect(folder).toBe(join(parents[0], name));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(socketFolder(parents)).toBe(folder);
});

onUnix("leaves out a parent that the system does not have", () => {
  expect(socketFolder([undefined, ...parents])).toBe(join(parents[0], name));
});

onUnix.each([
  ["open to others", (folder: string) => [mkdirSync(folder), chmodSync(folder, 0o777)]],
  ["a file", (folder: string) => writeFileSync(folder, "")],
  ["a link to somewhere else", (folder: string) => symlinkSync(parents[1], folder)],
])("does not use a folder that is %s", (_, take) => {
  take(join(parents[0], name));

  expect(socketFolder(parents)).toBe(join(parents[1], name));
});

onUnix("says so if all its names are taken", () => {
  for (const parent of parents) writeFileSync(join(parent, name), "");

  expect(() => socketFolder(parents)).toThrow("belong to another user, or cannot be created");
});
