import { existsSync, mkdirSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { Failure } from "../terminal/failure.ts";

/**
 * Moves files or folders that cannot be used out of the way. Nothing is deleted.
 *
 * @returns The folder in which they are now, next to the one in which they were.
 * @throws Failure if they cannot be moved.
 */
export function setAside(folder: string, names: readonly string[]): string {
  const aside = `${folder}.aside-${new Date().toISOString().replaceAll(":", "-")}`;
  mkdirSync(aside, { recursive: true });
  for (const name of names) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    try {
      renameSync(path, join(aside, name));
    } catch (error) {
      throw new Failure(
        `${join(basename(folder), name)} cannot be used, and cannot be moved out of the way: ${(error as Error).message}`,
        "Close the programs that use it, or move it away yourself. Then run the same command again.",
      );
    }
  }
  return aside;
}
