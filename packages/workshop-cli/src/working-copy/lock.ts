import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../terminal/failure.ts";
import type { Workspace } from "./workspace.ts";

const patienceMs = 5000;
/** No change takes this long: whoever holds the lock since then was killed, and its process id is another's by now. */
const longestMs = 60_000;

/**
 * Changes files of this checkout, which no other command may do at the same time. Whoever comes
 * second waits; a lock that a killed command left behind does not count.
 *
 * @throws Failure if the other command does not end in time, or the folder cannot be written.
 */
export function withLock<T>(workspace: Workspace, work: () => T): T {
  const file = join(workspace.kept, "lock");
  takeLock(workspace, file);
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}

function takeLock({ kept }: Workspace, file: string): void {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    try {
      mkdirSync(kept, { recursive: true });
      if (tryToLock(file, longestMs)) return;
    } catch (error) {
      throw new Failure(
        `Nothing was changed: the folder .workshop cannot be written (${(error as Error).message}).`,
        "It is where the workshop saves your work. Make it a folder that you may write to, then run the same command again.",
      );
    }
    if (Date.now() > giveUpAt) {
      throw new Failure(
        "Nothing was changed: another command is changing files here at this moment.",
        "Let it end, then run the same command again.",
      );
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

/**
 * Takes a lock file, unless another process has it: then false, and one may try again. One whose
 * process has ended, or that is older than `longest`, is removed.
 *
 * @throws Error if the file cannot be written for another reason.
 */
export function tryToLock(file: string, longest: number): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !isFile(file)) throw error;
  }
  if (isLeftBehind(file, longest)) removeLeftBehind(file);
  return false;
}

function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch (error) {
    // Gone again: whoever had it has ended.
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}

function isLeftBehind(file: string, longest: number): boolean {
  try {
    const ageMs = Date.now() - statSync(file).mtimeMs;
    const pid = Number(readFileSync(file, "utf8"));
    // A moment passes between the making of the file and the writing of its one line.
    if (!pid) return ageMs > 1000;
    return ageMs > longest || !isAlive(pid);
  } catch {
    return false;
  }
}

/** Of several that find the same one, the one that can move it away removes it. */
function removeLeftBehind(file: string): void {
  const away = `${file}.${process.pid}`;
  try {
    renameSync(file, away);
    rmSync(away, { force: true });
  } catch {
    // Another one was quicker.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
