import { PatternError } from "./pattern-error.ts";

export type Token =
  | "START_OBJECT"
  | "END_OBJECT"
  | "START_ARRAY"
  | "END_ARRAY"
  | "FIELD_NAME"
  | "VALUE_STRING"
  | "VALUE_NUMBER"
  | "VALUE_TRUE"
  | "VALUE_FALSE"
  | "VALUE_NULL"
  | "END";

interface Scope {
  kind: "Root" | "Object" | "Array";
  /** Offset in the text. */
  startedAt: number;
  entries: number;
}

const validValue = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const maxExcerptLength = 500;
const escapes: Record<string, string> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/**
 * Reads JSON token by token and tracks its position. JSON.parse is not enough: AWS's messages give
 * the line and column that its parser (Jackson) had reached, and Jackson has two quirks. When it
 * returns a field name, it has already read past the colon to the value. At a string, it stops
 * after the opening quote until the string is requested.
 */
export class JsonReader {
  readonly #text: string;
  #at = 0;
  #scopes: Scope[] = [{ kind: "Root", startedAt: 0, entries: 0 }];
  #tokenText = "";
  #insideString = false;
  /** The value of the field whose name was returned last. */
  #ahead: { token: Token; text: string } | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads the next token. @throws PatternError if the JSON is invalid. */
  next(): Token {
    if (this.#insideString) this.text();
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (!ahead) return this.#read();
    this.#tokenText = ahead.text;
    return this.#enter(ahead.token);
  }

  /** The text of the token that `next` returned last. */
  text(): string {
    if (this.#insideString) {
      this.#insideString = false;
      this.#tokenText = this.#restOfString("VALUE_STRING");
    }
    return this.#tokenText;
  }

  /** Throws a PatternError with the reader's current location. */
  fail(reason: string): never {
    throw new PatternError(`${reason}\n at ${this.#location()}`);
  }

  #read(): Token {
    const scope = this.#scope;
    const char = this.#skipSpace();
    if (char === undefined) return this.#end();
    if (char === "]" || char === "}") {
      return this.#close(char);
    }
    if (scope.entries++ > 0 && scope.kind !== "Root") this.#comma();
    return scope.kind === "Object" ? this.#fieldName() : this.#enter(this.#value());
  }

  #enter(token: Token): Token {
    if (token === "START_OBJECT" || token === "START_ARRAY") this.#open(token);
    if (token === "VALUE_STRING") this.#insideString = true;
    return token;
  }

  #fieldName(): Token {
    if (this.#skipSpace() !== '"') this.#unexpected("was expecting double-quote to start field name");
    this.#at++;
    const name = this.#restOfString("FIELD_NAME");
    if (this.#skipSpace() !== ":") this.#unexpected("was expecting a colon to separate field name and value");
    this.#at++;
    this.#skipSpace();
    const token = this.#value();
    this.#ahead = { token, text: this.#tokenText };
    this.#tokenText = name;
    return "FIELD_NAME";
  }

  #value(): Token {
    const char = this.#text[this.#at];
    if (char === undefined) this.#endOfInput(this.#expectedClose());
    this.#tokenText = char;
    if (char === "{" || char === "[" || char === '"') {
      this.#at++;
      return char === "{" ? "START_OBJECT" : char === "[" ? "START_ARRAY" : "VALUE_STRING";
    }
    if (char === "-" || (char >= "0" && char <= "9")) return this.#number();
    return this.#word(char);
  }

  #number(): Token {
    const [number] = /^-?\d*(\.\d*)?([eE][+-]?\d*)?/.exec(this.#text.slice(this.#at))!;
    this.#at += number.length;
    if (/^-?0\d/.test(number)) this.fail("Invalid numeric value: Leading zeroes not allowed");
    if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(number)) {
      this.#unexpected("in numeric value: expected digit (0-9)");
    }
    this.#tokenText = number;
    return "VALUE_NUMBER";
  }

  #word(first: string): Token {
    const [word] = /^[\p{L}\p{N}_$]*/u.exec(this.#text.slice(this.#at))!;
    if (word === "") {
      this.#unexpected(first === "}" ? "expected a value" : `expected a valid value ${validValue}`);
    }
    this.#at += word.length;
    this.#tokenText = word;
    if (word === "true") return "VALUE_TRUE";
    if (word === "false") return "VALUE_FALSE";
    if (word === "null") return "VALUE_NULL";
    this.fail(`Unrecognized token '${word}': was expecting ${validValue}`);
  }

  #restOfString(token: "VALUE_STRING" | "FIELD_NAME"): string {
    let value = "";
    for (;;) {
      const char = this.#text[this.#at++];
      if (char === undefined) {
        this.#at--;
        this.#endOfInput(token === "FIELD_NAME" ? " in field name" : " in VALUE_STRING");
      }
      if (char === '"') return value;
      if (char < " ") {
        this.fail(
          `Illegal unquoted character ((CTRL-CHAR, code ${char.charCodeAt(0)})): ` +
            `has to be escaped using backslash to be included in ${token === "FIELD_NAME" ? "name" : "string value"}`,
        );
      }
      value += char === "\\" ? this.#escape() : char;
    }
  }

  #escape(): string {
    const char = this.#text[this.#at++];
    if (char === undefined) this.#endOfInput(" in character escape sequence");
    if (char === "u") {
      const hex = this.#text.slice(this.#at, this.#at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.#unexpected("expected a hex-digit for character escape sequence");
      this.#at += 4;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    return escapes[char] ?? this.fail(`Unrecognized character escape ${named(char)}`);
  }

  #comma(): void {
    if (this.#text[this.#at] !== ",") {
      this.#unexpected(`was expecting comma to separate ${this.#scope.kind} entries`);
    }
    this.#at++;
    if (this.#skipSpace() === undefined) this.#endOfInput(this.#expectedClose());
  }

  #open(token: "START_OBJECT" | "START_ARRAY"): void {
    const kind = token === "START_OBJECT" ? "Object" : "Array";
    this.#scopes.push({ kind, startedAt: this.#at - 1, entries: 0 });
  }

  #close(char: "]" | "}"): Token {
    const { kind, startedAt } = this.#scope;
    const closes = char === "]" ? "Array" : "Object";
    this.#at++;
    if (kind !== closes) {
      const expected = kind === "Array" ? "]" : kind === "Object" ? "}" : "";
      this.fail(
        `Unexpected close marker '${char}': expected '${expected}' (for ${kind} starting at ${this.#location(startedAt)})`,
      );
    }
    this.#scopes.pop();
    this.#tokenText = char;
    return char === "]" ? "END_ARRAY" : "END_OBJECT";
  }

  #end(): Token {
    if (this.#scope.kind !== "Root") this.#endOfInput(this.#expectedClose());
    this.#tokenText = "";
    return "END";
  }

  #expectedClose(): string {
    return `: expected close marker for ${this.#scope.kind} (start marker at ${this.#location(this.#scope.startedAt)})`;
  }

  #endOfInput(what: string): never {
    this.fail(`Unexpected end-of-input${what}`);
  }

  #unexpected(expected: string): never {
    const char = this.#text[this.#at];
    if (char === undefined) this.#endOfInput(this.#expectedClose());
    throw new PatternError(`Unexpected character (${named(char)}): ${expected}\n at ${this.#location(this.#at)}`);
  }

  #skipSpace(): string | undefined {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? "")) this.#at++;
    return this.#text[this.#at];
  }

  get #scope(): Scope {
    return this.#scopes[this.#scopes.length - 1]!;
  }

  #location(at = this.#at): string {
    const before = this.#text.slice(0, at).split("\n");
    const cut = this.#text.length - maxExcerptLength;
    const excerpt = `"${this.#text.slice(0, maxExcerptLength)}"${cut > 0 ? `[truncated ${cut} chars]` : ""}`;
    return `[Source: (String)${excerpt}; line: ${before.length}, column: ${before[before.length - 1]!.length + 1}]`;
  }
}

function named(char: string): string {
  return `'${char}' (code ${char.charCodeAt(0)})`;
}
