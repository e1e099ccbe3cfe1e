import { chmodSync, mkdirSync } from "node:fs";

/**
 * Creates a folder that only this user can enter, with its parents; closes one that exists to all others. Files in it need no
 * mode of their own. On Windows a folder inherits its parent's permissions, which in a user's profile are that user's.
 */
export function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === "win32") return;
  try {
    chmodSync(folder, 0o700);
  } catch {
    // Some file systems have no modes (FAT, network drives); what cannot be written is noticed at the first write.
  }
}
