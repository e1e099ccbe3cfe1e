import { type Page, pageOf, type TokenFormat } from "../../core/paging.ts";
import { invalidNextToken } from "./errors.ts";

const format: TokenFormat<"NextToken"> = {
  member: "NextToken",
  encoding: "base64url",
  prefix: "from:",
  invalid: invalidNextToken,
};

/** One page of a list that changes only at its ends. */
export function page<T>(items: readonly T[], size: number, token: string | undefined): Page<T, "NextToken"> {
  return pageOf(format, items, { size, token });
}
