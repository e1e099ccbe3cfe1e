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
 * Runs `work`, which changes what is deployed to a local cloud, while no other command does the same: each
 * would write its own state of the stack. A second command says that it is waiting.
 *
 * @throws Failure if the other command does not finish in time.
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

/** The same for the running local cloud, if any. A command that changes the learner's program needs it, too: a deployment reads the program. */
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
