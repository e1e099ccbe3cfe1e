import type { ExerciseInCode } from "../exercises/catalogue.ts";
import { findDamage, type Place, placesInTree, regionsIn } from "../exercises/region-state.ts";
import type { Region } from "../exercises/regions.ts";
import type { Workshop } from "../exercises/workshop.ts";
import type { FoundError, TestFinding, TestReport } from "./test-report.ts";
import type { TypeFault } from "./type-checker.ts";

/** Passed; not yet: it runs and does not do what it should; broken: it does not even run. */
export type Outcome = "passed" | "not yet" | "broken";

/** How one exercise stands. */
export interface Verdict {
  number: string;
  title: string;
  outcome: Outcome;
  /** What is not right, the most telling first; empty if it is passed. */
  findings: Finding[];
  /** Where the learner writes it. */
  place: Place;
  /** The number of another exercise, if this one cannot be judged, or not be trusted, before that is mended. */
  waitsFor?: string;
}

export interface Finding {
  /** What should be so, or what is wrong, in one sentence. */
  message: string;
  /** Why that matters, or what it often comes from. */
  why?: string;
  /** What to do about it. */
  mend?: string;
  seen?: string;
  expected?: string;
  place: Place;
}

/** What was found out about a step's files. */
export interface Evidence {
  report: TestReport;
  typeFaults: TypeFault[];
}

/** Judges each exercise by its own evidence: damage first, then what the compiler says, then its tests. */
export function judge(workshop: Workshop, exercises: readonly ExerciseInCode[], evidence: Evidence): Verdict[] {
  const unloadable = exercises.find((exercise) => typeFindings(workshop, exercise, evidence.typeFaults).length > 0);
  const verdicts = exercises.map((exercise): Verdict => {
    const place = placesInTree(workshop, exercise)[0]!;
    const own =
      firstOf(() => damageFindings(workshop, exercise)) ??
      firstOf(() => typeFindings(workshop, exercise, evidence.typeFaults));
    if (own) return { ...nameOf(exercise), outcome: "broken", findings: own, place };
    const findings = programFindings(workshop, exercise, evidence, place);
    if (findings.length > 0) {
      const verdict = { ...nameOf(exercise), outcome: "broken" as const, findings, place };
      return unloadable
        ? blocked(verdict, typeFindings(workshop, unloadable, evidence.typeFaults), unloadable)
        : verdict;
    }
    const failed = testFindings(exercise, evidence.report.tests, place);
    return { ...nameOf(exercise), outcome: failed.length > 0 ? "not yet" : "passed", findings: failed, place };
  });
  return verdicts.map((verdict) => inDoubt(verdict, verdicts, evidence.report));
}

/** What another exercise says keeps the program from running: that is where to go on. */
function blocked(verdict: Verdict, [cause]: Finding[], { number }: ExerciseInCode): Verdict {
  const finding = { message: `it cannot be checked before ${number} is mended`, place: cause?.place ?? verdict.place };
  return { ...verdict, findings: [finding], waitsFor: number };
}

/** A booking or an event did not arrive, and nothing else is wrong here: most likely it is another exercise that stops it. */
function inDoubt(verdict: Verdict, all: readonly Verdict[], { tests }: TestReport): Verdict {
  const failed = ({ number }: Verdict) => tests.filter(({ title, state }) => isOf(title, number) && state === "failed");
  const isInFlow = ({ file }: TestFinding) => file.endsWith("flow.test.ts");
  const [finding] = verdict.findings;
  if (verdict.outcome !== "not yet" || !finding || !failed(verdict).every(isInFlow)) return verdict;
  const cause = all.find((other) => other !== verdict && failed(other).some((test) => !isInFlow(test)));
  if (!cause || failed(verdict).length === 0) return verdict;
  const { message, place } = finding;
  const why = `${cause.number} is not right yet, and this may come of it: mend that first`;
  return { ...verdict, findings: [{ message, why, place }], waitsFor: cause.number };
}

/** Tests that belong to the step and to no exercise: they fail when something around the exercises was changed. */
export function otherFailures({ tests }: TestReport): TestFinding[] {
  return tests.filter(({ state, title }) => state === "failed" && !/^\d+\.\d+ /.test(title));
}

function firstOf(find: () => Finding[]): Finding[] | undefined {
  const found = find();
  return found.length > 0 ? found : undefined;
}

function nameOf({ number, title }: ExerciseInCode) {
  return { number, title };
}

function damageFindings(workshop: Workshop, exercise: ExerciseInCode): Finding[] {
  return findDamage(workshop, exercise).map(({ path, line, message }) => ({
    message: message.replace(/\.$/, ""),
    mend: `put it back by hand, or begin the step anew (yours is saved first): npx workshop begin ${exercise.step}`,
    place: { file: path, line: line ?? 1 },
  }));
}

/** What the compiler says of the exercise's own lines, or of lines near them that belong to no exercise. */
function typeFindings({ tree }: Workshop, { number, places }: ExerciseInCode, faults: TypeFault[]): Finding[] {
  return faults
    .filter(({ file, line }) => {
      if (!places.some(({ path }) => path === file)) return false;
      return ownerOf(tree.get(file) ?? "", line) === number;
    })
    .filter(isFirstOfItsLine)
    .map(({ file, line, message, hint }) => ({ message, mend: hint, place: { file, line } }));
}

/** One slip makes the compiler stumble several times over the same line. */
function isFirstOfItsLine({ file, line }: TypeFault, index: number, all: TypeFault[]): boolean {
  return all.findIndex((other) => other.file === file && other.line === line) === index;
}

/**
 * The exercise that a line of its file speaks of: the one that it stands in, or else the nearest. What
 * is missing in a region is noticed a line further down, or where the object around it begins.
 */
function ownerOf(text: string, line: number): string | undefined {
  const distanceTo = ({ startLine, endLine }: Region) => Math.max(startLine + 1 - line, line - (endLine + 1), 0);
  const [nearest] = regionsIn(text)
    .filter(({ number }) => number !== undefined)
    .sort((one, other) => distanceTo(one) - distanceTo(other));
  return nearest?.number;
}

/** The program itself threw, so that no test of that file could run. */
function programFindings(workshop: Workshop, exercise: ExerciseInCode, { report }: Evidence, place: Place): Finding[] {
  return report.fileErrors
    .filter(({ file }) => provesIn(report, exercise, file))
    .map(({ error }) => ({
      message: firstLine(error.message),
      place: ownPlace(workshop, exercise, error) ?? place,
    }));
}

/** A file in which nothing could run has no tests: then it concerns every exercise of the step. */
function provesIn({ tests }: TestReport, { number }: ExerciseInCode, file: string): boolean {
  const ofFile = tests.filter((test) => test.file === file);
  return ofFile.length === 0 || ofFile.some(({ title, state }) => isOf(title, number) && state !== "passed");
}

function ownPlace({ catalogue }: Workshop, { step }: ExerciseInCode, { places }: FoundError): Place | undefined {
  const files = catalogue.filesOfStep(step).map(({ path }) => path);
  return places.find(({ file }) => files.includes(file));
}

function testFindings({ number }: ExerciseInCode, tests: TestFinding[], place: Place): Finding[] {
  const own = tests.filter(({ title }) => isOf(title, number));
  if (!own.some(({ state }) => state !== "skipped")) return [unwritten(number, place)];
  return own
    .filter(({ state }) => state === "failed")
    .map(({ title, errors: [error] }) => ({
      message: title.slice(number.length + 1),
      why: error && reasonIn(error),
      seen: error?.actual,
      expected: error?.expected,
      place,
    }));
}

/** The learner is to write the test, and has not; or has given it a title that does not say which exercise it is. */
function unwritten(number: string, place: Place): Finding {
  return {
    message: `there is no test of ${number} yet`,
    why: `write it where the TODO is; its title begins with "${number} "`,
    place,
  };
}

function isOf(title: string, number: string): boolean {
  return title.startsWith(`${number} `);
}

/** What the test itself says of it. Vitest puts that in front of its own "expected … to be …", which says less. */
export function reasonIn({ message, expected }: FoundError): string | undefined {
  const own = message.replace(/(?:^|: )expected [\s\S]*$/, "");
  if (own) return own;
  return expected === undefined ? message : undefined;
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}
