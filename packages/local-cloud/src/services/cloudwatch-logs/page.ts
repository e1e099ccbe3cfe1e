import { invalidParameter } from "./validate.ts";

/** One page of a list that is sorted by a key; the token is the key of the last item that was given. */
export function pageAfter<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  size: number,
  token: string | undefined,
): { items: T[]; nextToken?: string } {
  const from = token === undefined ? 0 : indexAfter(items, keyOf, decode(token));
  const page = items.slice(from, from + size);
  if (from + size >= items.length) return { items: page };
  return { items: page, nextToken: Buffer.from(keyOf(page.at(-1)!)).toString("base64url") };
}

function indexAfter<T>(items: readonly T[], keyOf: (item: T) => string, key: string): number {
  const found = items.findIndex((item) => keyOf(item) === key);
  if (found < 0) throw invalidParameter("The specified nextToken is invalid.");
  return found + 1;
}

function decode(token: string): string {
  return Buffer.from(token, "base64url").toString();
}
