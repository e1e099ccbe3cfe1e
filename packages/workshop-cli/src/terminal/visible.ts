/** The codes of our own colors: bold, dim, the colors of text, and their ends. Not hidden, blinking or reversed text. */
const ownColor = String.raw`\u001b\[(?:0|1|2|22|3[0-79]|9[0-7])m`;
/**
 * Characters that a terminal obeys instead of showing them: controls (escape sequences begin with one), line separators, and
 * marks that reverse the direction of text. Line breaks and tabs stay.
 */
const obeyed = String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]`;
const obeyedOrColor = new RegExp(`${ownColor}|${obeyed}`, "g");
const obeyedAlways = new RegExp(obeyed, "g");
const color = new RegExp(ownColor, "g");

const short: Record<string, string> = { "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r" };

/**
 * The text as a terminal shows it without obeying it: what comes from events, logs and messages may hold sequences that clear
 * the screen, set the window's title or fill the clipboard. They become visible, as in JSON: \u001b. Our own colors stay, and
 * end at the end of the text.
 */
export function visible(text: string): string {
  const shown = text
    .replaceAll("\r\n", "\n")
    .replace(obeyedOrColor, (found) => (found.length > 1 ? found : escaped(found)));
  return isColorOpen(shown) ? `${shown}\u001b[0m` : shown;
}

/** The same in one line: a line break in a text from outside must not look like a line of ours. */
export function oneLine(text: string): string {
  return visible(text).replaceAll("\n", "\\n");
}

/** JSON keeps its meaning, but the characters that JSON itself leaves as they are become escapes. */
export function visibleJson(json: string): string {
  return json.replace(obeyedAlways, escaped);
}

function escaped(character: string): string {
  return short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function isColorOpen(text: string): boolean {
  let isColored = false;
  let isBoldOrDim = false;
  for (const [sequence] of text.matchAll(color)) {
    const code = Number(sequence.slice(2, -1));
    if (code === 0 || code === 39) isColored = false;
    if (code === 0 || code === 22) isBoldOrDim = false;
    if (code === 1 || code === 2) isBoldOrDim = true;
    if (code >= 30 && code !== 39) isColored = true;
  }
  return isColored || isBoldOrDim;
}
