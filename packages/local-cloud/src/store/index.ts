import { resolve } from "node:path";
import { ClassicLevel } from "classic-level";
import { makePrivate } from "../core/private-folder.ts";
import { checkFiles } from "./check-files.ts";
import {
  asFolderError,
  corrupt,
  type FolderError,
  inspect,
  inUse,
  isOwned,
  mark,
  storeFolder,
  unusable,
  writeOwner,
} from "./folder.ts";
import { PersistentStore, type StoreOptions } from "./persistent-store.ts";

/** LevelDB keeps the tables that it has open in memory, up to 2 MB each. */
const maxOpenFiles = 64;

/**
 * Opens the store in `folder`, or creates one there, and locks it until it is closed.
 *
 * @throws FolderError if another process uses it, if it is not a local cloud's, or if it is damaged
 */
export async function openStore(folder: string, options: StoreOptions = {}): Promise<PersistentStore> {
  const path = resolve(folder);
  try {
    return await openAt(path, options);
  } catch (error) {
    throw asFolderError(path, error);
  }
}

async function openAt(path: string, options: StoreOptions): Promise<PersistentStore> {
  const isNew = inspect(path) === "new";
  makePrivate(path);
  if (isNew) mark(path, false);

  // Before LevelDB opens: it replaces logs by tables, which look whole whatever the log has lost.
  if (!isNew) check(path);
  const level = new ClassicLevel(storeFolder(path), { createIfMissing: isNew, maxOpenFiles });
  await open(path, level);
  const store = new PersistentStore(path, level, options);
  try {
    writeOwner(path);
    if (isNew) await store.initialize();
    await store.load();
    if (isNew) mark(path, true);
  } catch (error) {
    await level.close();
    if (asFolderError(path, error) !== error) throw error;
    throw damagedOrRefused(path, (error as Error).message);
  }
  return store;
}

/** While another process writes there, a table may be gone that was there a moment ago. */
function check(folder: string): void {
  try {
    checkFiles(storeFolder(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    if (asFolderError(folder, error) !== error) throw error;
    throw isOwned(folder) ? inUse(folder) : corrupt(folder, (error as Error).message);
  }
}

/** LevelDB's messages for what the system refuses. Everything else that it cannot open is damaged. */
const refused = /Permission denied|No space left|Read-only file system|Disk quota exceeded|Too many open files/;

async function open(folder: string, level: ClassicLevel): Promise<void> {
  try {
    await level.open();
  } catch (error) {
    const { code, message = (error as Error).message } =
      (error as { cause?: { code?: string; message?: string } }).cause ?? {};
    if (code === "LEVEL_LOCKED") throw inUse(folder);
    throw damagedOrRefused(folder, message);
  }
}

function damagedOrRefused(folder: string, message: string): FolderError {
  return refused.test(message) ? unusable(folder, message) : corrupt(folder, message);
}
