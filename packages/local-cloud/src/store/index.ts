import { resolve } from "node:path";
import { ClassicLevel } from "classic-level";
import { makePrivate } from "../core/private-folder.ts";
import { corrupt, FolderError, inspect, inUse, mark, storeFolder, writeOwner } from "./folder.ts";
import { PersistentStore, type StoreOptions } from "./persistent-store.ts";

/**
 * Opens the store in `folder`, or creates one there, and locks it until it is closed.
 *
 * @throws FolderError if another process uses it, if it is not a local cloud's, or if it is damaged
 */
export async function openStore(folder: string, options: StoreOptions = {}): Promise<PersistentStore> {
  const path = resolve(folder);
  const isNew = inspect(path) === "new";
  makePrivate(path);
  if (isNew) mark(path, false);

  const level = new ClassicLevel(storeFolder(path), { createIfMissing: isNew });
  await open(path, level);
  writeOwner(path);
  const store = new PersistentStore(path, level, options);
  try {
    if (isNew) await store.initialize();
    await store.load();
  } catch (error) {
    await level.close();
    throw corrupt(path, (error as Error).message);
  }
  if (isNew) mark(path, true);
  return store;
}

async function open(folder: string, level: ClassicLevel): Promise<void> {
  try {
    await level.open();
  } catch (error) {
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    if (cause?.code === "LEVEL_LOCKED") throw inUse(folder);
    if (cause?.code === "LEVEL_CORRUPTION" || cause?.code === undefined) {
      throw corrupt(folder, cause?.message ?? (error as Error).message);
    }
    throw new FolderError(`The folder ${folder} cannot be used: ${cause.message}. Use another folder.`);
  }
}
