import { AwsError } from "../../../core/aws-error.ts";
import { JsonReader } from "./json-reader.ts";
import { compileExact } from "./operators/exact.ts";
import { compileOperator } from "./operators/index.ts";
import { invalidPattern, Refusal } from "./refusal.ts";
import { isReservedInsideOr } from "./reserved-names.ts";
import type { Scalar, ValueTest } from "./value-test.ts";
import { refuseTooComplex } from "./wildcard-complexity.ts";

/** "Amazon EventBridge quotas", Event pattern size, as far as AWS raises it. */
const longestPattern = 4096;
/** Two dozen fields with `$or` would else need more memory than there is. AWS has a limit too; its wording is not known to us. */
const mostBranches = 1000;

/** A pattern that can be matched; made by `compilePattern` alone. */
export interface CompiledPattern {
  /** As it was given. */
  readonly text: string;
  /** The pattern without `$or`: the event matches if it matches one of these. */
  readonly branches: readonly Branch[];
}

/** Fields that must all match, sorted by path as event-ruler sorts them. */
export type Branch = readonly Field[];

/** What one field may hold: one of the exact values, or what one of the tests likes, or nothing. */
export interface Field {
  /** The names joined by dots: detail.metadata.version. */
  readonly path: string;
  readonly exact: ReadonlySet<Scalar>;
  readonly tests: readonly ((value: Scalar) => boolean)[];
  readonly mayBeAbsent: boolean;
}

type Draft = Map<string, ValueTest[]>;

/**
 * Compiles the JSON text of an event pattern.
 *
 * @throws AwsError InvalidEventPatternException with the reason in AWS's words and the line and
 *   column where AWS gives them; ValidationException if it is longer than 4096 characters.
 */
export function compilePattern(text: string): CompiledPattern {
  if (text.length > longestPattern) throw tooLong(text);
  return compileAnyLength(text);
}

/**
 * The same without the limit, which is one of EventBridge's requests: the rule of an archive asks
 * for a little more than the archive's own pattern, and SNS has another limit.
 */
export function compileAnyLength(text: string): CompiledPattern {
  try {
    const drafts = compileWithOrWithout(text);
    refuseTooComplex(drafts);
    return { text, branches: drafts.map(toBranch) };
  } catch (error) {
    if (error instanceof Refusal) throw invalidPattern(error);
    throw error;
  }
}

/** `$or` was an ordinary name before it was an operator: where it makes no sense as the one, it may still be the other. */
function compileWithOrWithout(text: string): Draft[] {
  try {
    return compileRoot(text, true);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || !text.includes("$or")) throw refusal;
    try {
      return compileRoot(text, false);
    } catch {
      throw refusal;
    }
  }
}

function compileRoot(text: string, orIsOperator: boolean): Draft[] {
  const reader = new JsonReader(text);
  if (reader.next() !== "START_OBJECT") reader.refuse("Filter is not an object");
  return new StructureCompiler(reader, orIsOperator).object([new Map()], [], false);
}

/** Walks the objects of a pattern. Each method takes the branches so far and gives those that follow from them. */
class StructureCompiler {
  readonly #reader: JsonReader;
  readonly #orIsOperator: boolean;

  constructor(reader: JsonReader, orIsOperator: boolean) {
    this.#reader = reader;
    this.#orIsOperator = orIsOperator;
  }

  object(drafts: Draft[], path: string[], insideOr: boolean): Draft[] {
    const reader = this.#reader;
    let branches = drafts;
    let empty = true;
    while (reader.next() !== "END_OBJECT") {
      empty = false;
      const name = reader.text();
      if (name === "$or" && this.#orIsOperator) branches = this.#or(branches, path);
      else branches = this.#field(branches, path, name, insideOr);
    }
    if (empty) reader.refuse("Empty objects are not allowed");
    return branches;
  }

  #field(branches: Draft[], path: string[], name: string, insideOr: boolean): Draft[] {
    const reader = this.#reader;
    if (insideOr && isReservedInsideOr(name)) {
      reader.refuse(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    }
    const token = reader.next();
    if (token === "START_OBJECT") return this.object(branches, [...path, name], insideOr);
    if (token !== "START_ARRAY") reader.refuse(`"${name}" must be an object or an array`);
    const tests = this.#values();
    // A name that comes twice counts as it stood last.
    for (const branch of branches) branch.set([...path, name].join("."), tests);
    return branches;
  }

  #or(branches: Draft[], path: string[]): Draft[] {
    const reader = this.#reader;
    if (reader.next() !== "START_ARRAY") reader.refuse("It must be an Array followed with $or.");
    const alternatives: Draft[][] = [];
    for (let token = reader.next(); token !== "END_ARRAY"; token = reader.next()) {
      if (token !== "START_OBJECT") reader.refuse("Only JSON object is allowed in array of $or relationship.");
      const copies = branches.map((branch) => new Map(branch));
      alternatives.push(this.object(copies, path, true));
    }
    if (alternatives.length < 2) reader.refuse("There must have at least 2 Objects in $or relationship.");
    const all = alternatives.flat();
    if (all.length > mostBranches) throw new Refusal(`$or makes more than ${mostBranches} combinations`);
    return all;
  }

  #values(): ValueTest[] {
    const reader = this.#reader;
    const tests: ValueTest[] = [];
    for (let token = reader.next(); token !== "END_ARRAY"; token = reader.next()) {
      tests.push(token === "START_OBJECT" ? compileOperator(reader) : compileExact(token, reader));
    }
    if (tests.length === 0) reader.refuse("Empty arrays are not allowed");
    return tests;
  }
}

function toBranch(draft: Draft): Branch {
  const fields = [...draft].map(([path, tests]) => ({
    path,
    exact: new Set(tests.flatMap((test) => (test.kind === "exact" ? [test.value] : []))),
    tests: tests.flatMap((test) => (test.kind === "test" ? [test.test] : [])),
    mayBeAbsent: tests.some((test) => test.kind === "absent"),
  }));
  return fields.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function tooLong(text: string): AwsError {
  return new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${text}' at 'eventPattern' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${longestPattern}`,
  );
}
