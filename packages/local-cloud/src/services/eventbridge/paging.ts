import { AwsError } from "../../core/aws-error.ts";
import { Constraints } from "./validation.ts";

export interface PageRequest {
  Limit?: number | undefined;
  NextToken?: string | undefined;
}

/** EventBridge's list operations answer at most this many unless told fewer. */
const mostAtOnce = 100;

/** Checks the two members that every list operation has. */
export function checkPage({ Limit, NextToken }: PageRequest): void {
  new Constraints()
    .number("limit", Limit, { min: 1, max: mostAtOnce })
    .text("nextToken", NextToken, { min: 1, max: 2048 })
    .check();
}

/**
 * One page of what is listed, in the order of its keys. The token holds the last key that was
 * answered, so that what is added or removed between two calls moves no page.
 */
export function page<T>(
  all: Iterable<T>,
  keyOf: (item: T) => string,
  request: PageRequest,
): { items: T[]; NextToken?: string } {
  const after = request.NextToken === undefined ? undefined : readToken(request.NextToken);
  const sorted = [...all].sort((one, other) => compare(keyOf(one), keyOf(other)));
  const rest = after === undefined ? sorted : sorted.filter((item) => compare(keyOf(item), after) > 0);
  const items = rest.slice(0, request.Limit ?? mostAtOnce);
  const last = items.at(-1);
  if (last === undefined || items.length === rest.length) return { items };
  return { items, NextToken: writeToken(keyOf(last)) };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

const tokenPrefix = "after:";

function writeToken(key: string): string {
  return Buffer.from(tokenPrefix + key).toString("base64url");
}

function readToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith(tokenPrefix)) throw new AwsError("InvalidToken", "The pagination token is not valid.");
  return text.slice(tokenPrefix.length);
}
