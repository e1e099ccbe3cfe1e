import type { Constraints } from "../../core/constraints.ts";
import { afterKey, type Page, pageOf, type TokenFormat } from "../../core/paging.ts";
import { validationError } from "./errors.ts";
import { nameRule } from "./names.ts";

interface ListRequest {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
  NamePrefix?: string | undefined;
}

/** The most items in a page, and the default. */
const maxPageSize = 100;

const format: TokenFormat<"NextToken"> = {
  member: "NextToken",
  encoding: "base64url",
  prefix: "after:",
  invalid: () => validationError("The NextToken that you specify is not valid."),
};

/** Adds the constraints of the members that both list operations have. */
export function constrainList(
  constraints: Constraints,
  { MaxResults, NextToken, NamePrefix }: ListRequest,
): Constraints {
  return constraints
    .number("maxResults", MaxResults, { min: 1, max: maxPageSize })
    .text("nextToken", NextToken, { min: 1, max: 2048 })
    .text("namePrefix", NamePrefix, nameRule);
}

/** One page, sorted by key. */
export function page<T>(
  all: Iterable<T>,
  keyOf: (item: T) => string,
  { MaxResults = maxPageSize, NextToken }: ListRequest,
): Page<T, "NextToken"> {
  const sorted = [...all].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  return pageOf(format, sorted, { size: MaxResults, token: NextToken, place: afterKey(keyOf) });
}
