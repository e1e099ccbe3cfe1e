import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tryLock } from "@event-choreography/local-cloud/file-lock";
import { workshopFolder } from "../root.ts";

/** A folder that exists as long as this process needs it. */
export interface TemporaryFolder {
  path: string;
  remove(): void;
}

/**
 * Creates a temporary folder, and removes those of processes that were killed. It is below .workshop and not in the
 * system's folder for temporary files, so that only this workshop removes it, and nothing depends on that folder.
 */
export function temporaryFolder(parent = join(workshopFolder, "temporary")): TemporaryFolder {
  mkdirSync(parent, { recursive: true });
  removeAbandoned(parent);
  const path = join(parent, randomUUID());
  // The lock comes first and goes last: a folder without a lock is abandoned.
  const lock = tryLock(lockOf(path));
  mkdirSync(path);
  const remove = () => {
    rmSync(path, { recursive: true, force: true });
    if (lock.acquired) lock.release();
  };
  return { path, remove };
}

function removeAbandoned(parent: string): void {
  const names = new Set(readdirSync(parent).map((name) => name.replace(/\.lock.*$/, "")));
  for (const name of names) {
    const folder = join(parent, name);
    const lock = tryLock(lockOf(folder));
    if (!lock.acquired) continue;
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    lock.release();
  }
}

function lockOf(folder: string): string {
  return `${folder}.lock`;
}
