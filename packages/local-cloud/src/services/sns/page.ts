import { pageOf as corePageOf, type Page, type TokenFormat } from "../../core/paging.ts";
import { invalidParameter } from "./errors.ts";

const pageSize = 100;

const format: TokenFormat<"NextToken"> = {
  member: "NextToken",
  encoding: "base64",
  invalid: () => invalidParameter("NextToken"),
};

/** One page of a hundred; an empty token means the first page. */
export function pageOf<T>(items: T[], token: string | undefined): Page<T, "NextToken"> {
  return corePageOf(format, items, { size: pageSize, token: token || undefined });
}
