import { invalidNextToken } from "./errors.ts";

/** One page of a list that only grows or shrinks at its ends; the token says where the next one begins. */
export function page<T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
): { items: T[]; NextToken?: string } {
  const from = token === undefined ? 0 : decode(token);
  const end = from + size;
  return { items: items.slice(from, end), ...(end < items.length && { NextToken: encode(end) }) };
}

function encode(at: number): string {
  return Buffer.from(`from:${at}`).toString("base64url");
}

function decode(token: string): number {
  const found = /^from:(\d+)$/.exec(Buffer.from(token, "base64url").toString());
  if (!found) throw invalidNextToken();
  return Number(found[1]);
}
