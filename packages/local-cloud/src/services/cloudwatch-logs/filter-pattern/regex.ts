import { invalidPattern } from "./invalid-pattern.ts";

/** CloudWatch Logs supports a subset of regular expressions: no groups, and only the quantifiers ?, *, + and {}. */
const allowed = /^(?:[A-Za-z0-9_:#=@/;,\- ^$?[\]{}|*+.]|\\.)*$/;

export function compileRegex(source: string): RegExp {
  if (!allowed.test(source)) throw invalidPattern(`Invalid character(s) in term '%${source}%'`);
  try {
    return new RegExp(source);
  } catch {
    throw invalidPattern(`Invalid regular expression '%${source}%'`);
  }
}
