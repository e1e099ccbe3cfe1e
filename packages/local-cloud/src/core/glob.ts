/** What a glob reads of a text. A string is one. */
export interface GlobText {
  readonly length: number;
  charCodeAt(index: number): number;
}

/** A part of a glob between two asterisks, as literals: between two literals, any one character. `a?b` is ["a", "b"]. */
export type GlobPart = readonly string[];

const anyCharacter = -1;

/**
 * A pattern in which an asterisk stands for any text, including none. EventBridge's wildcards, IAM's policies and CloudWatch
 * Logs' patterns all use it; each splits its own syntax into parts.
 *
 * The earliest place of each part leaves the most text for the parts after it, so a mismatch never leads back to an earlier
 * part. Matching takes time proportional to the text's length; a part with any-character places multiplies that by the
 * part's length.
 */
export class Glob {
  readonly #parts: readonly Part[];

  /** @param parts at least one; n parts have n - 1 asterisks between them */
  constructor(parts: readonly GlobPart[]) {
    this.#parts = parts.map((part) => new Part(part));
  }

  /** Whether the pattern matches the whole text. */
  matches(text: GlobText): boolean {
    const first = this.#parts[0]!;
    const last = this.#parts.at(-1)!;
    if (this.#parts.length === 1) return text.length === first.length && first.isAt(text, 0);
    const end = text.length - last.length;
    if (end < first.length || !first.isAt(text, 0) || !last.isAt(text, end)) return false;
    let at = first.length;
    for (let index = 1; index < this.#parts.length - 1; index++) {
      const part = this.#parts[index]!;
      const found = part.find(text, at, end);
      if (found < 0) return false;
      at = found + part.length;
    }
    return true;
  }

  /**
   * What each asterisk stands for where the pattern first occurs in the text: as little as possible, except that an asterisk
   * at the end takes the rest. Undefined if the pattern does not occur.
   */
  capture(text: string): string[] | undefined {
    const captured: string[] = [];
    let at = 0;
    for (const [index, part] of this.#parts.entries()) {
      const isEnd = index > 0 && index === this.#parts.length - 1 && part.length === 0;
      const found = isEnd ? text.length : part.find(text, at, text.length);
      if (found < 0) return undefined;
      if (index > 0) captured.push(text.slice(at, found));
      at = found + part.length;
    }
    return captured;
  }
}

class Part {
  readonly length: number;
  /** Character codes. */
  readonly #codes: number[];
  /**
   * For each prefix of the part, the length of its longest proper prefix that is also its suffix (Knuth, Morris, Pratt).
   * Undefined if the part has places for any character.
   */
  readonly #overlaps: number[] | undefined;

  constructor(literals: GlobPart) {
    this.#codes = literals.flatMap((literal, index) => [...(index > 0 ? [anyCharacter] : []), ...codesOf(literal)]);
    this.length = this.#codes.length;
    this.#overlaps = literals.length === 1 ? overlapsOf(this.#codes) : undefined;
  }

  isAt(text: GlobText, at: number): boolean {
    for (let index = 0; index < this.length; index++) {
      const code = this.#codes[index]!;
      if (code !== anyCharacter && code !== text.charCodeAt(at + index)) return false;
    }
    return true;
  }

  /** The first index, from `from` on, at which the part occurs and ends by `end`; -1 if there is none. */
  find(text: GlobText, from: number, end: number): number {
    return this.#overlaps ? this.#findLiteral(text, from, end, this.#overlaps) : this.#findAny(text, from, end);
  }

  #findLiteral(text: GlobText, from: number, end: number, overlaps: number[]): number {
    let matched = 0;
    if (this.length === 0) return from <= end ? from : -1;
    for (let at = from; at < end; at++) {
      const code = text.charCodeAt(at);
      while (matched > 0 && this.#codes[matched] !== code) matched = overlaps[matched - 1]!;
      if (this.#codes[matched] === code) matched++;
      if (matched === this.length) return at - matched + 1;
    }
    return -1;
  }

  #findAny(text: GlobText, from: number, end: number): number {
    for (let at = from; at + this.length <= end; at++) if (this.isAt(text, at)) return at;
    return -1;
  }
}

/** Code units, as `charCodeAt` returns them. */
function codesOf(literal: string): number[] {
  return literal.split("").map((character) => character.charCodeAt(0));
}

function overlapsOf(codes: readonly number[]): number[] {
  const overlaps = [0];
  let matched = 0;
  for (let at = 1; at < codes.length; at++) {
    while (matched > 0 && codes[matched] !== codes[at]) matched = overlaps[matched - 1]!;
    if (codes[matched] === codes[at]) matched++;
    overlaps.push(matched);
  }
  return overlaps;
}
