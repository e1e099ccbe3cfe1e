import { afterItem, type Page, pageOf, type TokenFormat } from "../../core/paging.ts";
import { invalidParameter } from "./validate.ts";

const format: TokenFormat<"nextToken"> = {
  member: "nextToken",
  encoding: "base64url",
  invalid: () => invalidParameter("The specified nextToken is invalid."),
};

/** One page of a list; the token is the key of the last item on it. */
export function pageAfter<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  size: number,
  token: string | undefined,
): Page<T, "nextToken"> {
  return pageOf(format, items, { size, token, place: afterItem(keyOf) });
}
