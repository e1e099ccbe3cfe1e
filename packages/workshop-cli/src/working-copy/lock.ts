import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type LockAttempt, tryLock } from "@event-choreography/local-cloud/file-lock";
import { Failure } from "../terminal/failure.ts";
import { unusableFolder } from "../terminal/unusable-folder.ts";
import type { Workspace } from "./workspace.ts";

const patienceMs = 5000;
/** No change takes this long. */
const maxAgeMs = 60_000;

/**
 * Changes files of this checkout while no other command does. Waits for a command that is changing them.
 *
 * @throws Failure if the other command does not end in time, or the folder cannot be written.
 */
export function withLock<T>(workspace: Workspace, work: () => T): T {
  const release = takeLock(workspace);
  try {
    return work();
  } finally {
    release();
  }
}

function takeLock(workspace: Workspace): () => void {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const lock = tryToLock(workspace);
    if (lock.acquired) return lock.release;
    if (Date.now() > giveUpAt) {
      const holder = lock.holder ? ` (process ${lock.holder.pid})` : "";
      throw new Failure(
        `Nothing was changed: another command is changing files here${holder}.`,
        "Wait for it to end, then run the same command again.",
      );
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

function tryToLock({ dataFolder }: Workspace): LockAttempt {
  try {
    mkdirSync(dataFolder, { recursive: true });
    return tryLock(join(dataFolder, "lock"), { maxAgeMs });
  } catch (error) {
    throw unusableFolder(error);
  }
}
