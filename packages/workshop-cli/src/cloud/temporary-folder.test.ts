import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "temporary-folder-"));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

test("exists until it is removed, without a trace", () => {
  const folder = temporaryFolder(parent);
  writeFileSync(join(folder.path, "file"), "x");

  folder.remove();

  expect(readdirSync(parent)).toEqual([]);
});

test("removes the folder of a killed process, and not that of a running one", () => {
  const running = temporaryFolder(parent);
  mkdirSync(join(parent, "1-1/files"), { recursive: true });
  writeFileSync(join(parent, "1-1.lock"), JSON.stringify({ pid: 2 ** 22, since: 0, token: "t" }));

  const next = temporaryFolder(parent);

  expect(existsSync(join(parent, "1-1"))).toBe(false);
  expect(existsSync(running.path)).toBe(true);
  for (const folder of [running, next]) folder.remove();
});
