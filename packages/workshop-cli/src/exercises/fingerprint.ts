import { createHash } from "node:crypto";

/** A short hash, which shows whether a file has changed since it was checked. */
export function fingerprint(text: string | undefined): string {
  return createHash("sha256")
    .update(text ?? "")
    .digest("hex")
    .slice(0, 16);
}
