import type { AccessRequest } from "./request.ts";
import { type Matcher, wildcard } from "./wildcard.ts";

/** Returns whether a string matches a pattern with policy variables, filled in from the request. */
export type PatternMatcher = (value: string, request: AccessRequest) => boolean;

const variable = /\$\{([^}]*)\}/g;
/** Placeholders for ${*}, ${?} and ${$}, which mean the characters themselves. No ARN or key contains the first two. */
const literal: Record<string, string> = { "*": "\uE000", "?": "\uE001", $: "$" };

/** Compiles a pattern with ${aws:PrincipalTag/team}, ${key, 'default'} or ${*} ("IAM policy elements: Variables and tags"). */
export function pattern(text: string): PatternMatcher {
  if (!text.includes("${")) return wildcard(text);
  return (value, request) => {
    const filled = fill(text, request);
    return (
      filled !== undefined && matcherOf(filled)(value.replaceAll("*", literal["*"]!).replaceAll("?", literal["?"]!))
    );
  };
}

/** For operators without wildcards: fills in the variables of `text`. Undefined if one has no value, as nothing matches then. */
export function plainText(text: string): (request: AccessRequest) => string | undefined {
  if (!text.includes("${")) return () => text;
  return (request) => fill(text, request)?.replaceAll(literal["*"]!, "*").replaceAll(literal["?"]!, "?");
}

function fill(text: string, request: AccessRequest): string | undefined {
  let missing = false;
  const filled = text.replace(variable, (_whole, inside: string) => {
    const special = literal[inside];
    if (special !== undefined) return special;
    const [key = "", defaultValue] = inside.split(",");
    const values = request.valuesOf(key.trim().toLowerCase());
    const value = values?.length === 1 ? values[0] : defaultValue?.trim().replace(/^'(.*)'$/, "$1");
    if (value === undefined) missing = true;
    return (value ?? "").replaceAll("*", literal["*"]!).replaceAll("?", literal["?"]!);
  });
  return missing ? undefined : filled;
}

const matchers = new Map<string, Matcher>();

function matcherOf(filled: string): Matcher {
  let matcher = matchers.get(filled);
  if (!matcher) {
    // Values come from requests, so their number has no limit.
    if (matchers.size > 1000) matchers.clear();
    matchers.set(filled, (matcher = wildcard(filled)));
  }
  return matcher;
}
