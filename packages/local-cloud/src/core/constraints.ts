import { AwsError } from "./aws-error.ts";

export interface StringRule {
  required?: boolean;
  min?: number;
  max?: number;
  /** Text as AWS's service model has it where JavaScript would write it differently, for the message. */
  pattern?: RegExp | string;
  oneOf?: readonly string[];
}

export interface NumberRule {
  required?: boolean;
  min?: number;
  max?: number;
}

export interface ListRule<T = unknown> {
  required?: boolean;
  min?: number;
  max?: number;
  /** How AWS prints an item. Default: as JSON. */
  print?: (item: T) => string;
}

/**
 * Checks a request against the constraints of the API reference and reports every violation in
 * one message, as AWS does: "2 validation errors detected: Value '' at 'name' failed to satisfy constraint: …".
 */
export class Constraints {
  readonly #violations: string[] = [];

  text(member: string, value: unknown, rule: StringRule): this {
    if (value === undefined || value === null) return this.#missing(member, rule.required);
    if (typeof value !== "string") return this.#fail(member, value, "Member must be a string");
    if (value.length < (rule.min ?? 0))
      this.#fail(member, value, `Member must have length greater than or equal to ${rule.min}`);
    if (value.length > (rule.max ?? Number.POSITIVE_INFINITY))
      this.#fail(member, value, `Member must have length less than or equal to ${rule.max}`);
    if (rule.pattern && !regexOf(rule.pattern).test(value)) {
      this.#fail(member, value, `Member must satisfy regular expression pattern: ${textOf(rule.pattern)}`);
    }
    if (rule.oneOf && !rule.oneOf.includes(value)) {
      this.#fail(member, value, `Member must satisfy enum value set: [${rule.oneOf.join(", ")}]`);
    }
    return this;
  }

  number(member: string, value: unknown, rule: NumberRule): this {
    if (value === undefined || value === null) return this.#missing(member, rule.required);
    if (typeof value !== "number" || !Number.isFinite(value))
      return this.#fail(member, value, "Member must be a number");
    if (value < (rule.min ?? Number.NEGATIVE_INFINITY))
      this.#fail(member, value, `Member must have value greater than or equal to ${rule.min}`);
    if (value > (rule.max ?? Number.POSITIVE_INFINITY))
      this.#fail(member, value, `Member must have value less than or equal to ${rule.max}`);
    return this;
  }

  list<T>(member: string, value: readonly T[] | undefined, rule: ListRule<T>): this {
    if (value === undefined || value === null) return this.#missing(member, rule.required);
    if (!Array.isArray(value)) return this.#fail(member, value, "Member must be a list");
    const { print = printed } = rule;
    const shown = () => `[${value.map(print).join(", ")}]`;
    if (value.length < (rule.min ?? 0))
      this.#fail(member, shown(), `Member must have length greater than or equal to ${rule.min}`);
    if (value.length > (rule.max ?? Number.POSITIVE_INFINITY))
      this.#fail(member, shown(), `Member must have length less than or equal to ${rule.max}`);
    return this;
  }

  /** @throws AwsError ValidationException that lists every violation. */
  check(): void {
    const count = this.#violations.length;
    if (count > 0)
      throw new AwsError(
        "ValidationException",
        `${count} validation error${count > 1 ? "s" : ""} detected: ${this.#violations.join("; ")}`,
      );
  }

  #missing(member: string, required = false): this {
    if (required)
      this.#violations.push(`Value null at '${member}' failed to satisfy constraint: Member must not be null`);
    return this;
  }

  #fail(member: string, value: unknown, constraint: string): this {
    this.#violations.push(`Value '${printed(value)}' at '${member}' failed to satisfy constraint: ${constraint}`);
    return this;
  }
}

function printed(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const compiled = new Map<string, RegExp>();

/** A pattern's text stands for the whole value, as in AWS's models. */
function regexOf(pattern: RegExp | string): RegExp {
  if (typeof pattern !== "string") return pattern;
  let expression = compiled.get(pattern);
  if (!expression) compiled.set(pattern, (expression = new RegExp(`^(?:${pattern})$`)));
  return expression;
}

function textOf(pattern: RegExp | string): string {
  return typeof pattern === "string" ? pattern : pattern.source.replace(/^\^|\$$/g, "");
}
