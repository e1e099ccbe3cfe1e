import { invalidPattern } from "./invalid-pattern.ts";
import { compileRegex } from "./regex.ts";

interface Term {
  /** "?": any of these. "-": none of these. "": all of these. */
  sign: "" | "?" | "-";
  occursIn: (message: string) => boolean;
}

/** A sign; a quoted phrase, a regular expression between percent signs, or a bare word; then a space or the end. */
const term = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s"%]+))(?=\s|$)/y;

/** Plain terms must all occur, those with "-" must not, and one of those with "?" must. Case-sensitive. */
export function compileTerms(pattern: string): (message: string) => boolean {
  const terms = parse(pattern);
  const included = terms.filter(({ sign }) => sign === "");
  const excluded = terms.filter(({ sign }) => sign === "-");
  const optional = terms.filter(({ sign }) => sign === "?");
  // AWS ignores optional terms next to included or excluded ones.
  const anyOf = included.length + excluded.length === 0 ? optional : [];
  return (message) =>
    included.every(({ occursIn }) => occursIn(message)) &&
    !excluded.some(({ occursIn }) => occursIn(message)) &&
    (anyOf.length === 0 || anyOf.some(({ occursIn }) => occursIn(message)));
}

function parse(pattern: string): Term[] {
  if (pattern.startsWith("[")) {
    throw invalidPattern("space-delimited patterns in square brackets are not supported by the local cloud");
  }
  const terms: Term[] = [];
  term.lastIndex = 0;
  while (term.lastIndex < pattern.length) {
    const from = term.lastIndex;
    const match = term.exec(pattern);
    if (!match) throw invalidCharacters(pattern.slice(from).trim().split(/\s/)[0]!);
    terms.push(toTerm(match));
  }
  return terms;
}

function toTerm([, sign, phrase, regex, word]: RegExpExecArray): Term {
  if (regex !== undefined) {
    const compiled = compileRegex(regex);
    return { sign: sign as Term["sign"], occursIn: (message) => compiled.test(message) };
  }
  if (word !== undefined && !/^\w+$/.test(word)) throw invalidCharacters(word);
  const wanted = word ?? phrase!.replace(/\\(.)/g, "$1");
  return { sign: sign as Term["sign"], occursIn: (message) => message.includes(wanted) };
}

function invalidCharacters(term: string) {
  return invalidPattern(`Invalid character(s) in term '${term}'`);
}
