import { invalidParameter } from "./errors.ts";

const pageSize = 100;

/** A hundred at a time; the token is the place of the next. */
export function pageOf<T>(items: T[], token: string | undefined): { page: T[]; NextToken?: string } {
  const from = token ? Number(Buffer.from(token, "base64").toString()) : 0;
  if (!Number.isInteger(from) || from < 0) throw invalidParameter("NextToken");
  const page = items.slice(from, from + pageSize);
  if (from + pageSize >= items.length) return { page };
  return { page, NextToken: Buffer.from(String(from + pageSize)).toString("base64") };
}
