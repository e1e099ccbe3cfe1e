import { lstatSync, mkdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A folder for sockets that only this user can enter, the same for all of this user's processes. In the temporary folder
 * itself another user could create a daemon's socket first, and would be asked, with the learner's code, in its place.
 *
 * @throws Error if another user has taken all the folder's possible names
 */
export function socketFolder(
  parents: readonly (string | undefined)[] = [process.env.XDG_RUNTIME_DIR, tmpdir(), homedir()],
): string {
  const name = `aircraft-${process.getuid?.() ?? "sockets"}`;
  const folders = parents.filter((parent) => parent !== undefined).map((parent) => join(parent, name));
  const own = folders.find(isOwn);
  if (own !== undefined) return own;
  throw new Error(
    `No folder for sockets can be used: ${folders.join(", ")} belong to another user, or cannot be created.`,
  );
}

function isOwn(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
  }
  // Not the folder that a link leads to.
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}
