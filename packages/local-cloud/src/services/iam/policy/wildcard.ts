/** Returns whether a string matches, case-sensitively. */
export type Matcher = (value: string) => boolean;

/** Compiles a pattern in which * matches any number of characters, including none, and ? exactly one. */
export function wildcard(pattern: string): Matcher {
  const star = pattern.indexOf("*");
  if (pattern === "*") return () => true;
  if (pattern.includes("?") || (star >= 0 && star < pattern.length - 1)) return (value) => matches(pattern, value);
  if (star < 0) return (value) => value === pattern;
  const prefix = pattern.slice(0, -1);
  return (value) => value.startsWith(prefix);
}

/** On a mismatch, backtracks only to the last star: at most pattern length times value length steps. */
function matches(pattern: string, value: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resumeAt = 0;
  while (t < value.length) {
    const want = pattern[p];
    if (want === "*") {
      star = p++;
      resumeAt = t;
    } else if (want === "?" || want === value[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resumeAt;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
