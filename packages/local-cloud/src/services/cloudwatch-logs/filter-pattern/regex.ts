import { compileLinearRegex, type LinearRegex } from "../../../core/linear-regex.ts";
import { invalidPattern } from "./invalid-pattern.ts";

/** CloudWatch Logs supports a subset of regular expressions: no groups, and only the quantifiers ?, *, + and {}. */
const allowed = /^(?:[A-Za-z0-9_:#=@/;,\- ^$?[\]{}|*+.]|\\.)*$/;

export function compileRegex(source: string): LinearRegex {
  if (!allowed.test(source)) throw invalidPattern(`Invalid character(s) in term '%${source}%'`);
  try {
    return compileLinearRegex(source);
  } catch {
    throw invalidPattern(`Invalid regular expression '%${source}%'`);
  }
}
