import type { Entry } from "./entry.ts";

/** The limit for all entries of a call together. */
export const maxRequestBytes = 1_048_576;
const bytesOfTime = 14;

/**
 * An entry's size as AWS counts it ("Calculating PutEvents event entry size"): 14 bytes for a time,
 * and the UTF-8 bytes of source, detail type, detail and each resource.
 */
export function sizeOf({ Time, Source, DetailType, Detail, Resources }: Entry): number {
  let size = Time === undefined ? 0 : bytesOfTime;
  for (const text of [Source, DetailType, Detail, ...(Resources ?? [])]) size += Buffer.byteLength(text ?? "");
  return size;
}
