import { pageOf as corePageOf, type Page, type TokenFormat } from "../../core/paging.ts";
import { invalidParameter } from "./errors.ts";

const format: TokenFormat<"NextMarker"> = {
  member: "NextMarker",
  encoding: "base64",
  invalid: () => invalidParameter("The provided marker is not valid."),
};

/** One page of a list, of `MaxItems` but at most `largest` items. */
export function pageOf<T>(
  all: T[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
  largest: number,
): Page<T, "NextMarker"> {
  return corePageOf(format, all, { size: Math.min(MaxItems ?? largest, largest), token: Marker });
}
