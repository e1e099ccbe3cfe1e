import { malformedQuery } from "./malformed-query.ts";

export interface Token {
  kind: "name" | "string" | "number" | "duration" | "regex" | "symbol" | "end";
  /** Without quotes, backticks or slashes. */
  text: string;
  /** Offset in the query, from 0. */
  at: number;
  /** A name in backticks is never a keyword. */
  quoted?: boolean;
}

const patterns: Array<[Token["kind"] | "space", RegExp]> = [
  ["space", /(?:\s|#[^\n]*)+/y],
  ["string", /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y],
  ["name", /`([^`]+)`/y],
  ["duration", /\d+(?:ms|s|m|h|d|w)\b/y],
  ["number", /\d+(?:\.\d+)?/y],
  ["name", /[@A-Za-z_$][\w@$.]*/y],
  ["symbol", /=~|!=|<=|>=|[=<>|,()[\]+\-*/%^]/y],
];

const regex = /\/((?:[^/\\]|\\.)*)\/(i?)/y;

/**
 * Splits a query of Logs Insights into tokens. A slash starts a regular expression after "like", "=~",
 * "parse" or "@message"; anywhere else it divides.
 */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const found = next(query, at, tokens.at(-1));
    if (!found) throw malformedQuery(`unexpected symbol found ${query[at]} at position ${at}`, at);
    if (found.token) tokens.push(found.token);
    at = found.end;
  }
  tokens.push({ kind: "end", text: "the end of the query", at });
  return tokens;
}

function next(query: string, at: number, before: Token | undefined): { token?: Token; end: number } | undefined {
  if (mayBeRegex(before)) {
    regex.lastIndex = at;
    const match = regex.exec(query);
    if (match) return { token: { kind: "regex", text: regexSource(match), at }, end: regex.lastIndex };
  }
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(query);
    if (!match) continue;
    if (kind === "space") return { end: pattern.lastIndex };
    return { token: toToken(kind, match, at), end: pattern.lastIndex };
  }
  return undefined;
}

function toToken(kind: Token["kind"], match: RegExpExecArray, at: number): Token {
  const inside = match[1] ?? match[2];
  if (kind === "string") return { kind, text: (inside ?? "").replace(/\\(.)/g, "$1"), at };
  return inside === undefined ? { kind, text: match[0], at } : { kind, text: inside, at, quoted: true };
}

function mayBeRegex(before: Token | undefined): boolean {
  if (!before) return false;
  return /^(like|=~|parse|@message)$/i.test(before.text);
}

function regexSource([, source, flag]: RegExpExecArray): string {
  return flag ? `(?i)${source}` : source!;
}
