import { Glob } from "../../../core/glob.ts";

/** Returns whether a string matches, case-sensitively. */
export type Matcher = (value: string) => boolean;

/** Compiles a pattern in which * matches any number of characters, including none, and ? exactly one. */
export function wildcard(pattern: string): Matcher {
  if (pattern === "*") return () => true;
  if (!/[*?]/.test(pattern)) return (value) => value === pattern;
  const glob = new Glob(pattern.split("*").map((part) => part.split("?")));
  return (value) => glob.matches(value);
}
