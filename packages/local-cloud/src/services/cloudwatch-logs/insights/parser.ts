import { compileLinearRegex, type LinearRegex } from "../../../core/linear-regex.ts";
import { functions, millis } from "./functions.ts";
import { malformedQuery } from "./malformed-query.ts";
import type { Row } from "./row.ts";
import { type Token, tokenize } from "./tokens.ts";
import { asNumber, asString, compare, formatTime, isTrue, type Value } from "./values.ts";

export type Expression = (row: Row) => Value;

/** CloudWatch Logs has a limit, too, but does not publish it. */
const maxDepth = 100;
const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Parses the expressions of a query. Its commands read their own tokens from it. */
export class Parser {
  readonly #query: string;
  readonly #tokens: Token[];
  #at = 0;
  #depth = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = tokenize(query);
  }

  get peek(): Token {
    return this.#tokens[this.#at]!;
  }

  next(): Token {
    const token = this.peek;
    if (token.kind !== "end") this.#at++;
    return token;
  }

  /** Skips the next token if it is this keyword or symbol, and returns whether it was. */
  take(text: string): boolean {
    if (!this.#isNext(text)) return false;
    this.#at++;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.unexpected(`'${text}'`);
  }

  expectKind(kind: Token["kind"], what: string): Token {
    if (this.peek.kind !== kind) throw this.unexpected(what);
    return this.next();
  }

  unexpected(wanted: string, token = this.peek) {
    const found = token.kind === "end" ? token.text : `'${token.text}'`;
    return malformedQuery(`expected ${wanted} but found ${found} at position ${token.at}`, token.at, token.text.length);
  }

  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.take(",")) items.push(item());
    return items;
  }

  /** An expression with the name of its column: the name after "as", otherwise the source of the expression. */
  column(): { name: string; value: Expression } {
    const { result, name } = this.named(() => this.expression());
    return { name, value: result };
  }

  named<T>(read: () => T): { result: T; name: string } {
    const first = this.peek;
    const from = first.at;
    const result = read();
    const own = first.quoted ? first.text : this.#query.slice(from, this.peek.at).trim();
    return { result, name: this.take("as") ? this.expectKind("name", "a name").text : own };
  }

  /** @throws AwsError MalformedQueryException, also if it is within too many other expressions */
  expression(): Expression {
    if (this.#depth === maxDepth) {
      throw malformedQuery(`more than ${maxDepth} expressions within each other`, this.peek.at);
    }
    this.#depth++;
    const expression = this.#or();
    this.#depth--;
    return expression;
  }

  #isNext(text: string): boolean {
    const { kind, text: found, quoted } = this.peek;
    if (quoted || (kind !== "name" && kind !== "symbol")) return false;
    return found.toLowerCase() === text;
  }

  #or(): Expression {
    const parts = [this.#and()];
    while (this.take("or")) parts.push(this.#and());
    return parts.length === 1 ? parts[0]! : (row) => parts.some((part) => isTrue(part(row)));
  }

  #and(): Expression {
    const parts = [this.#not()];
    while (this.take("and")) parts.push(this.#not());
    return parts.length === 1 ? parts[0]! : (row) => parts.every((part) => isTrue(part(row)));
  }

  #not(): Expression {
    let count = 0;
    while (this.take("not")) count++;
    const inner = this.#comparison();
    return count === 0 ? inner : (row) => isTrue(inner(row)) === (count % 2 === 0);
  }

  #comparison(): Expression {
    const left = this.#sum();
    for (const [symbol, holds] of comparisons) {
      if (this.take(symbol)) return compared(left, this.#sum(), holds);
    }
    const negated = this.take("not");
    if (this.take("like") || (!negated && this.take("=~"))) return this.#like(left, negated);
    if (this.take("in")) return this.#in(left, negated);
    if (negated) throw this.unexpected("'like' or 'in'");
    return left;
  }

  #like(left: Expression, negated: boolean): Expression {
    const token = this.next();
    if (token.kind === "regex") {
      const pattern = this.regex(token);
      return (row) => pattern.test(asString(left(row))) !== negated;
    }
    if (token.kind !== "string") throw this.unexpected("a string or a regular expression", token);
    // A "%" at either end stands for any characters.
    const part = token.text.replace(/^%|%$/g, "");
    return (row) => asString(left(row)).includes(part) !== negated;
  }

  #in(left: Expression, negated: boolean): Expression {
    this.expect("[");
    const options = this.list(() => this.expression());
    this.expect("]");
    return (row) => options.some((option) => compare(left(row), option(row)) === 0) !== negated;
  }

  #sum(): Expression {
    return this.#chain(() => this.#product(), sums);
  }

  #product(): Expression {
    return this.#chain(() => this.#power(), products);
  }

  #power(): Expression {
    const parts = [this.#value()];
    while (this.take("^")) parts.push(this.#value());
    if (parts.length === 1) return parts[0]!;
    return (row) =>
      parts.map((part) => part(row)).reduceRight((power, base) => computed(base, power, (a, b) => a ** b));
  }

  /** Operators of one precedence, from the left. A loop, as a chain may be thousands long. */
  #chain(operand: () => Expression, operators: Record<string, Compute>): Expression {
    const first = operand();
    const rest: Array<{ compute: Compute; operand: Expression }> = [];
    for (;;) {
      const symbol = Object.keys(operators).find((each) => this.take(each));
      if (symbol === undefined) break;
      rest.push({ compute: operators[symbol]!, operand: operand() });
    }
    if (rest.length === 0) return first;
    return (row) => rest.reduce((value, { compute, operand }) => computed(value, operand(row), compute), first(row));
  }

  #value(): Expression {
    if (this.take("(")) {
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    let sign = 1;
    let isSigned = false;
    for (; this.take("-"); isSigned = true) sign = -sign;
    if (isSigned) {
      const inner = this.#value();
      return (row) => sign * (asNumber(inner(row)) ?? Number.NaN);
    }
    const token = this.next();
    if (token.kind === "string") return () => token.text;
    if (token.kind === "number") return () => Number(token.text);
    if (token.kind !== "name") throw this.unexpected("a field or a value", token);
    if (!token.quoted && this.take("(")) return this.#call(token);
    if (!token.quoted && /^(true|false)$/i.test(token.text)) return () => token.text.toLowerCase() === "true";
    return (row) => row.get(token.text);
  }

  #call(name: Token): Expression {
    if (name.text.toLowerCase() === "bin") return this.#bin(() => undefined);
    if (name.text.toLowerCase() === "datefloor") return this.#dateFloor();
    const found = Object.hasOwn(functions, name.text.toLowerCase()) ? functions[name.text.toLowerCase()] : undefined;
    if (!found) throw malformedQuery(`unknown function ${name.text} at position ${name.at}`, name.at, name.text.length);
    const args = this.take(")") ? [] : this.#arguments();
    if (args.length < found.min || args.length > found.max) {
      throw malformedQuery(`${name.text} does not take ${args.length} arguments`, name.at, name.text.length);
    }
    return (row) => found.call(...args.map((arg) => arg(row)));
  }

  #arguments(): Expression[] {
    const args = this.list(() => this.expression());
    this.expect(")");
    return args;
  }

  #dateFloor(): Expression {
    const time = this.expression();
    this.expect(",");
    return this.#bin(time);
  }

  /** Rounds a time down to a multiple of the period. An undefined time defaults to @timestamp. */
  #bin(time: Expression): Expression {
    const [, count, unit] = /^(\d+)([a-z]+)$/.exec(this.expectKind("duration", "a period such as 5m").text)!;
    this.expect(")");
    const periodMs = Number(count) * unitMs[unit!]!;
    return (row) => {
      const ms = millis(time(row) ?? row.get("@timestamp"));
      return ms === undefined ? undefined : formatTime(Math.floor(ms / periodMs) * periodMs);
    };
  }

  regex(token: Token): LinearRegex {
    const ignoreCase = token.text.startsWith("(?i)");
    try {
      return compileLinearRegex(ignoreCase ? token.text.slice(4) : token.text, { ignoreCase });
    } catch (error) {
      const why = (error as Error).message;
      throw malformedQuery(`invalid regular expression /${token.text}/: ${why}`, token.at, token.text.length + 2);
    }
  }
}

const comparisons: Array<[string, (order: number) => boolean]> = [
  ["=", (order) => order === 0],
  ["!=", (order) => order !== 0],
  ["<=", (order) => order <= 0],
  [">=", (order) => order >= 0],
  ["<", (order) => order < 0],
  [">", (order) => order > 0],
];

/** If a field is missing, only "!=" holds. */
function compared(left: Expression, right: Expression, holds: (order: number) => boolean): Expression {
  return (row) => {
    const [a, b] = [left(row), right(row)];
    if (a === undefined || b === undefined) return holds(1) && holds(-1);
    return holds(compare(a, b));
  };
}

type Compute = (a: number, b: number) => number;

const sums: Record<string, Compute> = { "+": (a, b) => a + b, "-": (a, b) => a - b };
const products: Record<string, Compute> = { "*": (a, b) => a * b, "/": (a, b) => a / b, "%": (a, b) => a % b };

function computed(left: Value, right: Value, compute: Compute): Value {
  const [a, b] = [asNumber(left), asNumber(right)];
  return a === undefined || b === undefined ? undefined : compute(a, b);
}
