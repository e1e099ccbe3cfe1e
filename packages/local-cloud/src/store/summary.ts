import { crc32 } from "node:zlib";

/** The expected content of the collections in memory, written with each batch: opening the store compares it, and so notices damage. */
export interface Summary {
  entries: number;
  /** Exclusive or of all entries' checksums. */
  checksum: number;
  sequence: number;
}

/** @param key the whole key on disk */
export function checksumOf(key: string, text: string): number {
  return crc32(text, crc32(key)) | 0;
}

/** @throws Error if what was read is not what was written */
export function compareSummaries(found: Summary, expected: Summary | undefined): void {
  if (!expected) throw new Error("its summary is missing");
  const { entries, checksum } = found;
  if (entries !== expected.entries) throw new Error(`it has ${entries} entries and should have ${expected.entries}`);
  if (checksum !== expected.checksum) throw new Error("its entries are not those that were written");
}
