import type { AccessRequest } from "./request.ts";
import { type Matcher, wildcard } from "./wildcard.ts";

/** A pattern that may hold policy variables. */
export type PatternMatcher = (text: string, request: AccessRequest) => boolean;

const variable = /\$\{([^}]*)\}/g;
/** Stand-ins for ${*}, ${?} and ${$}, which mean those characters themselves; no ARN or key has such characters. */
const literal: Record<string, string> = { "*": "\uE000", "?": "\uE001", $: "$" };

/** "IAM policy elements: Variables and tags": ${aws:PrincipalTag/team}, ${key, 'default'}, and ${*} for a real star. */
export function pattern(text: string): PatternMatcher {
  if (!text.includes("${")) return wildcard(text);
  return (value, request) => {
    const filled = fill(text, request);
    return (
      filled !== undefined && matcherOf(filled)(value.replaceAll("*", literal["*"]!).replaceAll("?", literal["?"]!))
    );
  };
}

/** For operators without wildcards: `text` with its variables filled in; undefined if one has no value, as nothing then matches. */
export function plainText(text: string): (request: AccessRequest) => string | undefined {
  if (!text.includes("${")) return () => text;
  return (request) => fill(text, request)?.replaceAll(literal["*"]!, "*").replaceAll(literal["?"]!, "?");
}

function fill(text: string, request: AccessRequest): string | undefined {
  let missing = false;
  const filled = text.replace(variable, (_whole, inside: string) => {
    const special = literal[inside];
    if (special !== undefined) return special;
    const [key = "", otherwise] = inside.split(",");
    const values = request.valuesOf(key.trim().toLowerCase());
    const value = values?.length === 1 ? values[0] : otherwise?.trim().replace(/^'(.*)'$/, "$1");
    if (value === undefined) missing = true;
    return (value ?? "").replaceAll("*", literal["*"]!).replaceAll("?", literal["?"]!);
  });
  return missing ? undefined : filled;
}

const matchers = new Map<string, Matcher>();

function matcherOf(filled: string): Matcher {
  let matcher = matchers.get(filled);
  if (!matcher) {
    // Values come with requests, and there is no end of those.
    if (matchers.size > 1000) matchers.clear();
    matchers.set(filled, (matcher = wildcard(filled)));
  }
  return matcher;
}
