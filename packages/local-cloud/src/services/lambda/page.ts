import { invalidParameter } from "./errors.ts";

/** One page of a list; its marker is the number of the first item of the next one. */
export function pageOf<T>(
  all: T[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
  largest: number,
): { items: T[]; NextMarker?: string } {
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, "base64").toString("utf8"));
  if (!Number.isInteger(start) || start < 0) throw invalidParameter("The provided marker is not valid.");
  const end = start + Math.min(MaxItems ?? largest, largest);
  const items = all.slice(start, end);
  return end < all.length ? { items, NextMarker: Buffer.from(String(end)).toString("base64") } : { items };
}
