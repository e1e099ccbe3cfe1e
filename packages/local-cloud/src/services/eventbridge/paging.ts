import { AwsError } from "../../core/aws-error.ts";
import { Constraints } from "../../core/constraints.ts";
import { afterKey, type Page, pageOf, type TokenFormat } from "../../core/paging.ts";

export interface PageRequest {
  Limit?: number | undefined;
  NextToken?: string | undefined;
}

/** The most items in a page, and the default. */
const maxPageSize = 100;

const format: TokenFormat<"NextToken"> = {
  member: "NextToken",
  encoding: "base64url",
  prefix: "after:",
  invalid: () => new AwsError("InvalidToken", "The pagination token is not valid."),
};

/** Checks the two members that every list operation has. */
export function checkPage({ Limit, NextToken }: PageRequest): void {
  new Constraints()
    .number("limit", Limit, { min: 1, max: maxPageSize })
    .text("nextToken", NextToken, { min: 1, max: 2048 })
    .check();
}

/** One page of `all`, sorted by key. The token is the last key, so items added or removed between two calls shift no page. */
export function page<T>(
  all: Iterable<T>,
  keyOf: (item: T) => string,
  { Limit, NextToken }: PageRequest,
): Page<T, "NextToken"> {
  const sorted = [...all].sort((one, other) => compare(keyOf(one), keyOf(other)));
  return pageOf(format, sorted, { size: Limit ?? maxPageSize, token: NextToken, place: afterKey(keyOf) });
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
