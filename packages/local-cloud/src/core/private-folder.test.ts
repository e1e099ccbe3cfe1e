import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { startCloud } from "../cloud/start-cloud.ts";
import { makePrivate } from "./private-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "private-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const modeOf = (path: string) => statSync(path).mode & 0o777;

// Windows has no modes.
const onUnix = test.skipIf(process.platform === "win32");

onUnix("creates a folder that nobody else can enter", () => {
  makePrivate(join(folder, "a/b"));

  expect(modeOf(join(folder, "a/b"))).toBe(0o700);
});

onUnix("closes a folder that was open", () => {
  const open = join(folder, "open");
  mkdirSync(open);
  chmodSync(open, 0o755);

  makePrivate(open);

  expect(modeOf(open)).toBe(0o700);
});

onUnix(
  "an account's folder, its store and its functions' code are its user's alone, also if the folder was open",
  async () => {
    const cloudFolder = join(folder, "cloud");
    mkdirSync(cloudFolder, { mode: 0o755 });
    await using cloud = await startCloud({ folder: cloudFolder });

    expect(modeOf(cloudFolder)).toBe(0o700);
    expect(modeOf(cloud.account.dataFolder)).toBe(0o700);
  },
);
