import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { tryLock } from "../../core/file-lock.ts";
import { StackError } from "../stack-state/errors.ts";

/**
 * Keeps other deployments away from a state file. Without a file there is nothing to lock.
 *
 * @returns A function that releases the lock.
 * @throws StackError if another deployment holds it.
 */
export function lockStateFile(stateFile: string | undefined): () => void {
  if (!stateFile) return () => {};
  mkdirSync(dirname(stateFile), { recursive: true });
  const lock = tryLock(`${stateFile}.lock`);
  if (lock.acquired) return lock.release;
  const holder = lock.holder ? ` (process ${lock.holder.pid})` : "";
  throw new StackError(`Another deployment of this stack is in progress${holder}. Wait for it to end.`);
}
