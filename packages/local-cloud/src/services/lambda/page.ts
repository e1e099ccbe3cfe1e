import { pageOf as corePageOf, type Page, type TokenFormat } from "../../core/paging.ts";
import { checkRange } from "./check-range.ts";
import { invalidParameter } from "./errors.ts";

const format: TokenFormat<"NextMarker"> = {
  member: "NextMarker",
  encoding: "base64",
  invalid: () => invalidParameter("The provided marker is not valid."),
};

export interface PageRequest {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

/** Checks what every list has. @param most what the API takes, which may be more than it returns */
export function checkPage({ MaxItems }: PageRequest, most: number): void {
  checkRange("maxItems", MaxItems, 1, most);
}

/** One page of a list, of `MaxItems` but at most `largest` items. */
export function pageOf<T>(all: T[], { Marker, MaxItems }: PageRequest, largest: number): Page<T, "NextMarker"> {
  return corePageOf(format, all, { size: Math.min(MaxItems ?? largest, largest), token: Marker });
}
