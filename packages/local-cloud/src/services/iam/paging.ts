import { validationError } from "./errors.ts";

interface PageRequest {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

/** One page of a list, 100 entries unless told; the marker is where the next one begins. */
export function page<T>(
  all: readonly T[],
  { Marker, MaxItems = 100 }: PageRequest,
): { items: T[]; IsTruncated: boolean; Marker?: string } {
  if (!Number.isInteger(MaxItems) || MaxItems < 1 || MaxItems > 1000) {
    throw validationError(`MaxItems must be a whole number from 1 to 1000, and is ${MaxItems}.`);
  }
  const from = Marker === undefined ? 0 : Number(Marker);
  if (!Number.isInteger(from) || from < 0) throw validationError(`Invalid Marker: ${Marker}`);
  const to = from + MaxItems;
  const IsTruncated = to < all.length;
  return { items: all.slice(from, to), IsTruncated, ...(IsTruncated && { Marker: String(to) }) };
}
