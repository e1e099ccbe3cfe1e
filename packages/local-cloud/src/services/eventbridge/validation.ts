import { validationError } from "./errors.ts";

export interface StringRule {
  required?: boolean;
  min?: number;
  max?: number;
  pattern?: RegExp;
  oneOf?: readonly string[];
}

export interface NumberRule {
  required?: boolean;
  min?: number;
  max?: number;
}

export interface ListRule {
  required?: boolean;
  min?: number;
  max?: number;
}

/** The characters allowed in most EventBridge names. */
export const namePattern = /^[.\-_A-Za-z0-9]+$/;
export const busNameOrArn: StringRule = {
  min: 1,
  max: 1600,
  pattern: /^(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/.\-_A-Za-z0-9]+$/,
};

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
    if (rule.pattern && !rule.pattern.test(value)) {
      this.#fail(
        member,
        value,
        `Member must satisfy regular expression pattern: ${rule.pattern.source.replace(/^\^|\$$/g, "")}`,
      );
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

  list(member: string, value: unknown, rule: ListRule): this {
    if (value === undefined || value === null) return this.#missing(member, rule.required);
    if (!Array.isArray(value)) return this.#fail(member, value, "Member must be a list");
    if (value.length < (rule.min ?? 0))
      this.#fail(member, value, `Member must have length greater than or equal to ${rule.min}`);
    if (value.length > (rule.max ?? Number.POSITIVE_INFINITY))
      this.#fail(member, value, `Member must have length less than or equal to ${rule.max}`);
    return this;
  }

  /** @throws AwsError ValidationException that lists every violation. */
  check(): void {
    const count = this.#violations.length;
    if (count > 0)
      throw validationError(
        `${count} validation error${count > 1 ? "s" : ""} detected: ${this.#violations.join("; ")}`,
      );
  }

  #missing(member: string, required = false): this {
    if (required)
      this.#violations.push(`Value null at '${member}' failed to satisfy constraint: Member must not be null`);
    return this;
  }

  #fail(member: string, value: unknown, constraint: string): this {
    const shown = typeof value === "string" ? value : JSON.stringify(value);
    this.#violations.push(`Value '${shown}' at '${member}' failed to satisfy constraint: ${constraint}`);
    return this;
  }
}
