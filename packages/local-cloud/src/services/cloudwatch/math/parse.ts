/** A parsed metric math expression. */
export type Expression =
  | { kind: "number"; value: number }
  | { kind: "string"; value: string }
  | { kind: "id"; name: string }
  | { kind: "list"; items: Expression[] }
  | { kind: "call"; name: string; args: Expression[] }
  | { kind: "negate"; of: Expression }
  | { kind: "binary"; operator: string; left: Expression; right: Expression };

export class ExpressionError extends Error {}

/** In characters: "MetricDataQuery". */
const maxLength = 2048;
/** CloudWatch has a limit, too, but does not publish it. */
const maxDepth = 50;

/** Operators from the lowest precedence to the highest ("Metric math syntax and functions", Precedence). */
const levels = [["OR", "||"], ["AND", "&&"], ["==", "!=", "<=", ">=", "<", ">"], ["+", "-"], ["*", "/"], ["^"]];

const token =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z][A-Za-z0-9_]*)|"([^"]*)"|'([^']*)'|(==|!=|<=|>=|&&|\|\||[-+*/^<>(),[\]]))/y;

interface Token {
  kind: "number" | "name" | "string" | "symbol";
  text: string;
}

/** @throws ExpressionError */
export function parseExpression(source: string): Expression {
  if (source.length > maxLength) throw new ExpressionError(`It is longer than ${maxLength} characters.`);
  const parser = new Parser(tokenize(source));
  const expression = parser.level(0);
  parser.end();
  return expression;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const trimmed = source.trimEnd();
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const from = token.lastIndex;
    const found = token.exec(trimmed);
    if (!found) throw new ExpressionError(`Unsupported character '${trimmed.slice(from).trimStart()[0]}'.`);
    const [, number, name, double, single, symbol] = found;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (name !== undefined) tokens.push({ kind: isKeyword(name) ? "symbol" : "name", text: name });
    else if (symbol !== undefined) tokens.push({ kind: "symbol", text: symbol });
    else tokens.push({ kind: "string", text: double ?? single ?? "" });
  }
  return tokens;
}

function isKeyword(name: string): boolean {
  return name === "AND" || name === "OR";
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  end(): void {
    const left = this.#tokens[this.#at];
    if (left) throw new ExpressionError(`Unexpected '${left.text}'.`);
  }

  level(index: number): Expression {
    const operators = levels[index];
    if (!operators) return this.#unary();
    let left = this.level(index + 1);
    for (let operator = this.#take(...operators); operator; operator = this.#take(...operators)) {
      left = { kind: "binary", operator, left, right: this.level(index + 1) };
    }
    return left;
  }

  /** An expression within another one. */
  #whole(): Expression {
    if (++this.#depth > maxDepth) throw new ExpressionError(`More than ${maxDepth} expressions within each other.`);
    const expression = this.level(0);
    this.#depth--;
    return expression;
  }

  #unary(): Expression {
    let negative = false;
    while (this.#take("-")) negative = !negative;
    const of = this.#primary();
    return negative ? { kind: "negate", of } : of;
  }

  #primary(): Expression {
    if (this.#take("(")) {
      const inner = this.#whole();
      this.#expect(")");
      return inner;
    }
    if (this.#take("[")) return { kind: "list", items: this.#items("]") };
    const next = this.#tokens[this.#at++];
    if (next?.kind === "number") return { kind: "number", value: Number(next.text) };
    if (next?.kind === "string") return { kind: "string", value: next.text };
    if (next?.kind !== "name")
      throw new ExpressionError(`Unexpected ${next ? `'${next.text}'` : "end of expression"}.`);
    return this.#take("(")
      ? { kind: "call", name: next.text, args: this.#items(")") }
      : { kind: "id", name: next.text };
  }

  #items(close: string): Expression[] {
    const items: Expression[] = [];
    if (this.#take(close)) return items;
    do items.push(this.#whole());
    while (this.#take(","));
    this.#expect(close);
    return items;
  }

  #take(...symbols: string[]): string | undefined {
    const next = this.#tokens[this.#at];
    if (next?.kind !== "symbol" || !symbols.includes(next.text)) return undefined;
    this.#at++;
    return next.text;
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol)) throw new ExpressionError(`'${symbol}' expected.`);
  }
}
