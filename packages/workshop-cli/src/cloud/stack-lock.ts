import { join } from "node:path";
import { tryLock } from "@event-choreography/local-cloud/file-lock";
import { findRunningCloud, type RunningCloud } from "../connection/cloud-file.ts";
import { askHost } from "../connection/host-identity.ts";
import { Failure } from "../terminal/failure.ts";
import { note } from "../terminal/output.ts";

const patienceMs = 120_000;
/** No deployment takes this long. */
const maxAgeMs = 600_000;

/**
 * Runs `work`, which changes what is deployed to a local cloud, while no other command does: they would overwrite
 * each other's state of the stack. A command that has to wait prints that. `work` gets the cloud as it is then, since
 * the other command may have emptied it.
 *
 * @throws Failure if the other command does not finish in time.
 */
export async function withStackLock<T>(cloud: RunningCloud, work: (cloud: RunningCloud) => Promise<T>): Promise<T> {
  const release = await takeLock(join(cloud.folder, "stack.lock"));
  try {
    return await work(await asItIsNow(cloud));
  } finally {
    release();
  }
}

/** The same for the running local cloud, if any. For commands that change the learner's program, which a deployment reads. */
export async function withStackLockIfRunning<T>(work: (cloud: RunningCloud | undefined) => Promise<T>): Promise<T> {
  const cloud = await findRunningCloud();
  return await (cloud ? withStackLock(cloud, work) : work(undefined));
}

async function asItIsNow(cloud: RunningCloud): Promise<RunningCloud> {
  const host = await askHost(cloud.endpoint);
  return typeof host === "object" ? { ...cloud, account: host.account } : cloud;
}

async function takeLock(file: string): Promise<() => void> {
  const giveUpAt = Date.now() + patienceMs;
  for (let tries = 1; ; tries++) {
    const lock = tryLock(file, { maxAgeMs });
    if (lock.acquired) return lock.release;
    if (tries === 1) note("Waiting for another command, which is deploying ...");
    if (Date.now() > giveUpAt) {
      const holder = lock.holder ? ` (process ${lock.holder.pid})` : "";
      throw new Failure(
        `Another command is deploying here${holder}.`,
        "Wait for it to end, then run the same command again.",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
