import { AwsError } from "../../../core/aws-error.ts";

/** @param at offset in the query, from 0 */
export function malformedQuery(why: string, at: number, length = 1): AwsError {
  return new AwsError("MalformedQueryException", why, 400, {
    queryCompileError: { location: { startCharOffset: at, endCharOffset: at + length }, message: why },
  });
}
