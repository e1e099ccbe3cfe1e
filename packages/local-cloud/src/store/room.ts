import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What LevelDB writes besides its logs when it is opened, generously. In bytes. */
const spare = 256 * 1024;

/**
 * Checks that the folder takes as much as LevelDB writes when it is opened: the content of its logs, as tables. Otherwise
 * each try to open it would leave a part of a table behind. @throws the operating system's error
 */
export async function checkRoom(folder: string, levelFolder: string): Promise<void> {
  const probe = join(folder, "room");
  try {
    await writeFile(probe, Buffer.alloc(spare + (await sizeOfLogs(levelFolder)), 1), { mode: 0o600 });
  } finally {
    await rm(probe, { force: true });
  }
}

async function sizeOfLogs(folder: string): Promise<number> {
  const logs = (await readdir(folder)).filter((name) => name.endsWith(".log"));
  const sizes = await Promise.all(logs.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
