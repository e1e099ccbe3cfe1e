import { pageOf, type TokenFormat } from "../../core/paging.ts";
import { validationError } from "./errors.ts";

interface PageRequest {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

const format: TokenFormat<"Marker"> = {
  member: "Marker",
  encoding: "utf8",
  invalid: (marker) => validationError(`Invalid Marker: ${marker}`),
};

/** One page of a list. Default: 100 items. */
export function page<T>(
  all: readonly T[],
  { Marker, MaxItems = 100 }: PageRequest,
): { items: T[]; IsTruncated: boolean; Marker?: string } {
  if (!Number.isInteger(MaxItems) || MaxItems < 1 || MaxItems > 1000) {
    throw validationError(`MaxItems must be a whole number from 1 to 1000, but is ${MaxItems}.`);
  }
  const found = pageOf(format, all, { size: MaxItems, token: Marker });
  return { ...found, IsTruncated: found.Marker !== undefined };
}
