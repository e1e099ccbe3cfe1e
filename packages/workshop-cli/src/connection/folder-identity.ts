import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { root } from "../root.ts";

/**
 * Recognizes this folder, without naming it: a local cloud that was started in a copy of it answers with another one.
 */
export function folderIdentity(folder: string = root): string {
  return createHash("sha256").update(realpathSync.native(folder)).digest("hex").slice(0, 16);
}
