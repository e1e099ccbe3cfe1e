import { type Comparison, compileComparison } from "./comparison.ts";
import type { MessageFilter } from "./index.ts";
import { invalidPattern } from "./invalid-pattern.ts";
import { parseSelector } from "./selector.ts";

interface Predicate {
  test(document: unknown): boolean;
  /** A text that every matching document contains, unless it is written with escapes. */
  literal?: string | undefined;
}

/** Selectors, operators, brackets, and quoted and bare values, in the order in which they are tried. */
const token = /\s*(\$[^\s=!<>(){}&|]*|&&|\|\||!=|<=|>=|[=<>(){}]|"(?:[^"\\]|\\.)*"|%[^%]*%|[^\s"%(){}&|=!<>]+)/y;

/** `{ $.detail.bookingId = "B123" && ($.ms > 100 || $.error IS TRUE) }`: a message that is not JSON never matches. */
export function compileJsonPattern(pattern: string): MessageFilter {
  const parser = new Parser(tokenize(pattern));
  const predicate = parser.pattern();
  const matches = (message: string) => {
    if (!message.trimStart().startsWith("{") && !message.trimStart().startsWith("[")) return false;
    try {
      return predicate.test(JSON.parse(message));
    } catch {
      return false;
    }
  };
  return { matches, literal: predicate.literal };
}

function tokenize(pattern: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < pattern.length) {
    const from = token.lastIndex;
    const match = token.exec(pattern);
    if (!match) throw invalidPattern(`unexpected '${pattern.slice(from).trim()}'`);
    tokens.push(match[1]!);
  }
  return tokens;
}

/** "&&" binds tighter than "||". */
class Parser {
  readonly #tokens: string[];
  #at = 0;

  constructor(tokens: string[]) {
    this.#tokens = tokens;
  }

  pattern(): Predicate {
    this.#expect("{");
    const predicate = this.#either();
    this.#expect("}");
    if (this.#at < this.#tokens.length) throw invalidPattern(`unexpected '${this.#tokens[this.#at]}' after '}'`);
    return predicate;
  }

  #either(): Predicate {
    const parts = [this.#both()];
    while (this.#take("||")) parts.push(this.#both());
    return parts.length === 1 ? parts[0]! : { test: (document) => parts.some((part) => part.test(document)) };
  }

  #both(): Predicate {
    const parts = [this.#one()];
    while (this.#take("&&")) parts.push(this.#one());
    const literal = parts.find((part) => part.literal !== undefined)?.literal;
    return { test: (document) => parts.every((part) => part.test(document)), literal };
  }

  #one(): Predicate {
    if (this.#take("(")) {
      const inner = this.#either();
      this.#expect(")");
      return inner;
    }
    const select = parseSelector(this.#next("a selector such as $.detail"));
    const { test, literal } = this.#comparison();
    return { test: (document) => test(select(document)), literal };
  }

  #comparison(): Comparison {
    const operator = this.#next("an operator");
    if (operator === "NOT") {
      this.#expect("EXISTS");
      return compileComparison("NOT EXISTS", "");
    }
    return compileComparison(operator, this.#next(`a value after '${operator}'`));
  }

  #take(symbol: string): boolean {
    if (this.#tokens[this.#at] !== symbol) return false;
    this.#at++;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol))
      throw invalidPattern(`expected '${symbol}' but found '${this.#tokens[this.#at] ?? "the end"}'`);
  }

  #next(what: string): string {
    const found = this.#tokens[this.#at++];
    if (found === undefined) throw invalidPattern(`expected ${what} but found the end`);
    return found;
  }
}
