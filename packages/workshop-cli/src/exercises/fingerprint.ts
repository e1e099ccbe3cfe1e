import { createHash } from "node:crypto";

/** Tells whether a file's text is the one that was checked. */
export function fingerprint(text: string | undefined): string {
  return createHash("sha256")
    .update(text ?? "")
    .digest("hex")
    .slice(0, 16);
}
