import { createRequire } from "node:module";
import type * as re2js from "re2js";

/** A user's regular expression. A match takes time proportional to the length of the text, whatever the expression is. */
export interface LinearRegex {
  /** Whether it matches anywhere in the text. */
  test(text: string): boolean;
  /** What the named groups of the first match hold, undefined for one that took no part in it; undefined without a match. */
  groups(text: string): Record<string, string | undefined> | undefined;
}

const require = createRequire(import.meta.url);

/**
 * Compiles a regular expression in RE2's syntax ("Syntax", google/re2 wiki), which has no lookaround and no backreferences:
 * those are what makes JavaScript's own engine try a number of ways that grows exponentially with the text.
 *
 * @throws SyntaxError that says what is wrong with the expression
 */
export function compileLinearRegex(source: string, { ignoreCase = false } = {}): LinearRegex {
  // Loaded only when needed: few calls have a regular expression.
  const { RE2JS } = require("re2js") as typeof re2js;
  try {
    const compiled = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return {
      test: (text) => compiled.test(text),
      groups: (text) => {
        const match = compiled.exec(text) as RegExpExecArray | null;
        return match ? (match.groups ?? {}) : undefined;
      },
    };
  } catch (error) {
    throw new SyntaxError((error as Error).message.replace(/^error parsing regexp: /, ""));
  }
}
