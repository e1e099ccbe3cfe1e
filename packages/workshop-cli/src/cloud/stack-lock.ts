import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findRunningCloud, type RunningCloud } from "../connection/cloud-file.ts";
import { Failure } from "../terminal/failure.ts";
import { note } from "../terminal/output.ts";
import { tryToLock } from "../working-copy/lock.ts";

const patienceMs = 120_000;
/** No deployment takes this long: whoever has the lock since then was killed, and its process id is another's by now. */
const longestMs = 600_000;

/**
 * Changes what is deployed to a local cloud, which no other command may do at the same time: each
 * would write its own state of the stack. Whoever comes second says so, and waits.
 *
 * @throws Failure if the other command does not end in time.
 */
export async function withStack<T>(cloud: Pick<RunningCloud, "folder">, work: () => Promise<T>): Promise<T> {
  const file = join(cloud.folder, "stack.lock");
  await takeLock(file);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** The same in the local cloud that runs, if one does; for what changes the program, too, which a deployment reads. */
export function whileNobodyDeploys<T>(work: (cloud: RunningCloud | undefined) => Promise<T>): Promise<T> {
  const cloud = findRunningCloud();
  return cloud ? withStack(cloud, () => work(cloud)) : work(undefined);
}

async function takeLock(file: string): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  for (let tries = 1; !tryToLock(file, longestMs); tries++) {
    // The first try removes what a killed command left behind.
    if (tries === 2) note("Waiting for another command, which is deploying ...");
    if (Date.now() > giveUpAt) {
      throw new Failure(
        `Another command is deploying here (process ${readIfThere(file)}).`,
        "Let it end, then run the same command again.",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "?";
  }
}
