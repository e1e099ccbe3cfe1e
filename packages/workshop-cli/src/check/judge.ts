import type { ExerciseInCode } from "../exercises/catalogue.ts";
import { type Place, placesInWorkingCopy, regionsIn } from "../exercises/region-state.ts";
import type { Region } from "../exercises/regions.ts";
import type { Workshop } from "../exercises/workshop.ts";
import { deploysTheStep } from "./test-files.ts";
import type { FoundError, TestFinding, TestReport } from "./test-report.ts";
import type { TypeFault } from "./type-checker.ts";

/** "not yet": it runs, but does not do what it should. "broken": it does not run. */
export type Outcome = "passed" | "not yet" | "broken";

/** The result of checking one exercise. */
export interface Verdict {
  number: string;
  title: string;
  outcome: Outcome;
  /** What is wrong, the most useful finding first; empty if it passed. */
  findings: Finding[];
  /** Where the learner's code goes. */
  place: Place;
  /** How often the exercise was checked since it was first changed or last passed, this check included. Default: 1. */
  tries?: number;
  /** The number of another exercise that must be fixed before this one can be judged. */
  waitsFor?: string;
}

export interface Finding {
  /** The expected behavior, or the problem, in one sentence. */
  message: string;
  /** Why it matters, or its usual cause. */
  why?: string;
  /** What to do. */
  fix?: string;
  seen?: string;
  expected?: string;
  place: Place;
}

/** What the test runner and the type checker found in a step's files. */
export interface Evidence {
  report: TestReport;
  typeFaults: TypeFault[];
}

/** Judges each exercise by its own evidence: a missing file first, then type errors, then its tests. */
export function judge(workshop: Workshop, exercises: readonly ExerciseInCode[], evidence: Evidence): Verdict[] {
  const unloadable = exercises.find((exercise) => typeFindings(workshop, exercise, evidence.typeFaults).length > 0);
  const verdicts = exercises.map((exercise): Verdict => {
    const places = placesInWorkingCopy(workshop, exercise);
    const place = places[0]!;
    const own =
      firstOf(() => missingFileFindings(workshop, exercise)) ??
      firstOf(() => typeFindings(workshop, exercise, evidence.typeFaults));
    if (own) return { ...nameOf(exercise), outcome: "broken", findings: own, place };
    const findings = programFindings(workshop, exercise, evidence, place);
    if (findings.length > 0) {
      const verdict = { ...nameOf(exercise), outcome: "broken" as const, findings, place };
      return unloadable
        ? blocked(verdict, typeFindings(workshop, unloadable, evidence.typeFaults), unloadable)
        : verdict;
    }
    const failed = testFindings(exercise, evidence.report.tests, places);
    return { ...nameOf(exercise), outcome: failed.length > 0 ? "not yet" : "passed", findings: failed, place };
  });
  return verdicts.map((verdict) => blameOther(verdict, verdicts, evidence.report));
}

/** Type errors of another exercise keep the program from running: the learner continues there. */
function blocked(verdict: Verdict, [cause]: Finding[], { number }: ExerciseInCode): Verdict {
  const finding = { message: `it cannot be checked until ${number} is fixed`, place: cause?.place ?? verdict.place };
  return { ...verdict, findings: [finding], waitsFor: number };
}

/** If a booking or event did not arrive and nothing else is wrong here, another exercise is the likely cause. */
function blameOther(verdict: Verdict, all: readonly Verdict[], { tests }: TestReport): Verdict {
  const failed = ({ number }: Verdict) => tests.filter(({ title, state }) => isOf(title, number) && state === "failed");
  const isInFlow = ({ file }: TestFinding) => deploysTheStep(file);
  const [finding] = verdict.findings;
  if (verdict.outcome !== "not yet" || !finding || !failed(verdict).every(isInFlow)) return verdict;
  const cause = all.find((other) => other !== verdict && failed(other).some((test) => !isInFlow(test)));
  if (!cause || failed(verdict).length === 0) return verdict;
  const { message, place } = finding;
  const why = `${cause.number} is not right yet and may be the cause: fix that first`;
  return { ...verdict, findings: [{ message, why, place }], waitsFor: cause.number };
}

/** Failed tests of the step that belong to no exercise: something outside the exercises was changed. */
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

function missingFileFindings({ workingCopy }: Workshop, { step, places }: ExerciseInCode): Finding[] {
  return places
    .filter(({ path }) => !workingCopy.has(path))
    .map(({ path }) => ({
      message: "the file is missing",
      fix: `restore it by hand, or start the step again (your code is saved first): npx workshop begin ${step}`,
      place: { file: path, line: 1 },
    }));
}

/** Type errors in the exercise's own lines, or in lines near them that belong to no exercise. */
function typeFindings(workshop: Workshop, { number, places }: ExerciseInCode, faults: TypeFault[]): Finding[] {
  return faults
    .filter(({ file, line }) => {
      if (!places.some(({ path }) => path === file)) return false;
      return ownerOf(regionsIn(workshop, file), line) === number;
    })
    .filter(isFirstOfItsLine)
    .map(({ file, line, message, hint }) => ({ message, fix: hint, place: { file, line } }));
}

/** One mistake often causes several errors in the same line. */
function isFirstOfItsLine({ file, line }: TypeFault, index: number, all: TypeFault[]): boolean {
  return all.findIndex((other) => other.file === file && other.line === line) === index;
}

/**
 * The exercise that an error in this line belongs to: the one that contains the line, or else the nearest.
 * The compiler reports what is missing in a region a line further down, or where the enclosing object begins.
 */
function ownerOf(regions: readonly Region[], line: number): string | undefined {
  const distanceTo = ({ startLine, endLine }: Region) => Math.max(startLine + 1 - line, line - (endLine + 1), 0);
  const [nearest] = regions
    .filter(({ number }) => number !== undefined)
    .sort((one, other) => distanceTo(one) - distanceTo(other));
  return nearest?.number;
}

/** The program itself threw, so no test of that file could run. */
function programFindings(workshop: Workshop, exercise: ExerciseInCode, { report }: Evidence, place: Place): Finding[] {
  return report.fileErrors
    .filter(({ file }) => concerns(report, exercise, file))
    .map(({ error }) => ({
      message: firstLine(error.message),
      place: ownPlace(workshop, exercise, error) ?? place,
    }));
}

/** Whether a test file that failed to run concerns the exercise. A file without tests concerns every exercise of the step. */
function concerns({ tests }: TestReport, { number }: ExerciseInCode, file: string): boolean {
  const ofFile = tests.filter((test) => test.file === file);
  return ofFile.length === 0 || ofFile.some(({ title, state }) => isOf(title, number) && state !== "passed");
}

/** The innermost place in the step's files. Of its tests, only in one that the learner writes in this exercise. */
function ownPlace({ catalogue }: Workshop, exercise: ExerciseInCode, { places }: FoundError): Place | undefined {
  const own = exercise.places.map(({ path }) => path);
  const files = catalogue.filesOfStep(exercise.step).map(({ path }) => path);
  return places.find(({ file }) => own.includes(file) || (files.includes(file) && !file.endsWith(".test.ts")));
}

function testFindings({ number }: ExerciseInCode, tests: TestFinding[], places: Place[]): Finding[] {
  const own = tests.filter(({ title }) => isOf(title, number));
  if (!own.some(({ state }) => state !== "skipped")) return [missingTest(number, places[0]!)];
  return own
    .filter(({ state }) => state === "failed")
    .map(({ title, file, errors: [error] }) => ({
      message: title.slice(number.length + 1),
      why: error && reasonIn(error),
      seen: error?.actual,
      expected: error?.expected,
      place: placeTestedBy(file, places),
    }));
}

/** Of an exercise in several files, a unit test is about the file beside it. */
function placeTestedBy(testFile: string, places: Place[]): Place {
  return places.find(({ file }) => file === testFile.replace(/\.test\.ts$/, ".ts")) ?? places[0]!;
}

/** The learner has not written the test yet, or its title does not start with the exercise's number. */
function missingTest(number: string, place: Place): Finding {
  return {
    message: `there is no test for ${number} yet`,
    why: `write it at the TODO, with a title that starts with "${number} "`,
    place,
  };
}

function isOf(title: string, number: string): boolean {
  return title.startsWith(`${number} `);
}

/** The test's own message. Vitest puts it before its "expected … to be …", which is less useful. */
export function reasonIn({ message, expected }: FoundError): string | undefined {
  const own = message.replace(/(?:^|: )expected [\s\S]*$/, "");
  if (own) return own;
  return expected === undefined ? message : undefined;
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}
