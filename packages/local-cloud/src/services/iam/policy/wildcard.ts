/** Tells whether a text matches; case matters. */
export type Matcher = (text: string) => boolean;

/** A pattern in which * stands for any run of characters, none included, and ? for any one. */
export function wildcard(pattern: string): Matcher {
  const star = pattern.indexOf("*");
  if (pattern === "*") return () => true;
  if (pattern.includes("?") || (star >= 0 && star < pattern.length - 1)) return (text) => matches(pattern, text);
  if (star < 0) return (text) => text === pattern;
  const prefix = pattern.slice(0, -1);
  return (text) => text.startsWith(prefix);
}

/** Goes back to the last star on a mismatch, so that no pattern takes more than pattern times text steps. */
function matches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resumeAt = 0;
  while (t < text.length) {
    const want = pattern[p];
    if (want === "*") {
      star = p++;
      resumeAt = t;
    } else if (want === "?" || want === text[t]) {
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
