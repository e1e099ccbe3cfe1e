import { AwsError } from "../../../core/aws-error.ts";
import { JsonReader } from "./json-reader.ts";
import { compileExact } from "./operators/exact.ts";
import { compileOperator } from "./operators/index.ts";
import { invalidPattern, PatternError } from "./pattern-error.ts";
import { isReservedInsideOr } from "./reserved-names.ts";
import type { Scalar, ValueTest } from "./value-test.ts";
import { checkComplexity } from "./wildcard-complexity.ts";

/** In characters: "Amazon EventBridge quotas", Event pattern size, at the highest value AWS grants. */
const maxPatternLength = 4096;
/** Keeps nested `$or`s from exhausting memory. AWS has a limit too; its wording is not known to us. */
const maxBranches = 1000;

/** A pattern ready to be matched against events. */
export interface CompiledPattern {
  /** The pattern's source, unchanged. */
  readonly text: string;
  /** The pattern with `$or` expanded: an event matches if it matches any of these. */
  readonly branches: readonly Branch[];
}

/** Fields that must all match, sorted by path as in event-ruler. */
export type Branch = readonly Field[];

/** The values that one field may have: an exact value, a value that passes one of the tests, or no value. */
export interface Field {
  /** Names joined by dots: detail.metadata.version. */
  readonly path: string;
  readonly exact: ReadonlySet<Scalar>;
  readonly tests: readonly ((value: Scalar) => boolean)[];
  readonly mayBeAbsent: boolean;
}

type Draft = Map<string, ValueTest[]>;

/**
 * Compiles the JSON text of an event pattern.
 *
 * @throws AwsError InvalidEventPatternException with AWS's reason, and the line and column if AWS
 *   gives them; ValidationException if the pattern is longer than 4096 characters.
 */
export function compilePattern(text: string): CompiledPattern {
  if (text.length > maxPatternLength) throw tooLong(text);
  return compileAnyLength(text);
}

/**
 * Like `compilePattern`, without the length limit of EventBridge's requests: an archive's rule has
 * a slightly longer pattern than the archive, and SNS has another limit.
 */
export function compileAnyLength(text: string): CompiledPattern {
  try {
    const drafts = compileDrafts(text);
    checkComplexity(drafts);
    return { text, branches: drafts.map(toBranch) };
  } catch (error) {
    if (error instanceof PatternError) throw invalidPattern(error);
    throw error;
  }
}

/**
 * `$or` was an ordinary name before it was an operator, so a pattern that is invalid with the
 * operator may be valid with the name.
 */
function compileDrafts(text: string): Draft[] {
  try {
    return compileRoot(text, true);
  } catch (error) {
    if (!(error instanceof PatternError) || !text.includes("$or")) throw error;
    try {
      return compileRoot(text, false);
    } catch {
      throw error;
    }
  }
}

function compileRoot(text: string, orIsOperator: boolean): Draft[] {
  const reader = new JsonReader(text);
  if (reader.next() !== "START_OBJECT") reader.fail("Filter is not an object");
  return new StructureCompiler(reader, orIsOperator).object([new Map()], [], false);
}

/** Walks the objects of a pattern. Each method takes the branches so far and returns the extended ones. */
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
    if (empty) reader.fail("Empty objects are not allowed");
    return branches;
  }

  #field(branches: Draft[], path: string[], name: string, insideOr: boolean): Draft[] {
    const reader = this.#reader;
    if (insideOr && isReservedInsideOr(name)) {
      reader.fail(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    }
    const token = reader.next();
    if (token === "START_OBJECT") return this.object(branches, [...path, name], insideOr);
    if (token !== "START_ARRAY") reader.fail(`"${name}" must be an object or an array`);
    const tests = this.#values();
    // The last of two equal names wins.
    for (const branch of branches) branch.set([...path, name].join("."), tests);
    return branches;
  }

  #or(branches: Draft[], path: string[]): Draft[] {
    const reader = this.#reader;
    if (reader.next() !== "START_ARRAY") reader.fail("It must be an Array followed with $or.");
    const alternatives: Draft[][] = [];
    for (let token = reader.next(); token !== "END_ARRAY"; token = reader.next()) {
      if (token !== "START_OBJECT") reader.fail("Only JSON object is allowed in array of $or relationship.");
      const copies = branches.map((branch) => new Map(branch));
      alternatives.push(this.object(copies, path, true));
    }
    if (alternatives.length < 2) reader.fail("There must have at least 2 Objects in $or relationship.");
    const all = alternatives.flat();
    if (all.length > maxBranches) throw new PatternError(`$or makes more than ${maxBranches} combinations`);
    return all;
  }

  #values(): ValueTest[] {
    const reader = this.#reader;
    const tests: ValueTest[] = [];
    for (let token = reader.next(); token !== "END_ARRAY"; token = reader.next()) {
      tests.push(token === "START_OBJECT" ? compileOperator(reader) : compileExact(token, reader));
    }
    if (tests.length === 0) reader.fail("Empty arrays are not allowed");
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
      `Member must have length less than or equal to ${maxPatternLength}`,
  );
}
