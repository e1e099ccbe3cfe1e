import type { TestFinding, TestReport } from "@event-choreography/workshop-cli/check";
import {
  judge,
  otherFailures,
  runTests,
  TypeChecker,
  type TypeFault,
  testFiles,
  titlesOf,
  unnoticed,
  type Verdict,
  withFault,
} from "@event-choreography/workshop-cli/check";
import type { ExerciseInCode, Workshop } from "@event-choreography/workshop-cli/exercises";
import { fillRegion, parseRegions, readExerciseNotes } from "@event-choreography/workshop-cli/exercises";
import type { Exercise } from "../../steps/exercise.ts";
import { mapConcurrently, twoWorkers } from "../../tools/prove/map-concurrently.ts";
import type { WrongAnswer } from "./wrong-answer.ts";

/** The check's result for a wrong answer. */
export interface CheckResult {
  verdict: Verdict;
  /** Failures of tests that belong to no exercise. */
  others: TestFinding[];
  /** The beginner's file. Undefined if it was deleted. */
  text: string | undefined;
}

interface Attempt {
  answer: WrongAnswer;
  exercise: ExerciseInCode;
  notes: Exercise;
  path: string;
  text: string | undefined;
  typeFaults: TypeFault[];
  /** The workshop with the beginner's working copy. */
  workshop: Workshop;
}

const noTests: TestReport = { tests: [], fileErrors: [] };

/**
 * Checks each wrong answer, with all other exercises solved, as `npx workshop check N.M` does. Leaves out
 * flow tests, which take seconds and whose findings come last.
 */
export async function checkAnswers(
  workshop: Workshop,
  answers: readonly WrongAnswer[],
): Promise<Map<WrongAnswer, CheckResult>> {
  const attempts = await Promise.all(answers.map((answer) => attemptOf(workshop, answer)));
  checkTypes(workshop, attempts);
  const results = await mapConcurrently(twoWorkers, attempts, async (attempt) => {
    // A broken file is judged without its tests.
    if (verdictOf(attempt, noTests).outcome === "broken") return resultOf(attempt, undefined);
    return resultOf(attempt, await runAllTests(workshop, attempt));
  });
  return new Map(answers.map((answer, index) => [answer, results[index]!]));
}

async function attemptOf(workshop: Workshop, answer: WrongAnswer): Promise<Attempt> {
  const exercise = workshop.catalogue.find(answer.exercise)!;
  const { path, text } = edited(workshop, answer, exercise.places[0]!.path);
  const workingCopy = new Map(workshop.originals);
  if (text === undefined) workingCopy.delete(path);
  else workingCopy.set(path, text);
  return {
    answer,
    exercise,
    notes: await readExerciseNotes(answer.exercise),
    path,
    text,
    typeFaults: [],
    workshop: { ...workshop, workingCopy },
  };
}

function edited({ originals }: Workshop, { exercise, title, edit }: WrongAnswer, path: string) {
  if ("deletedFile" in edit) return { path: edit.deletedFile, text: undefined };
  const original = originals.get(path)!;
  if ("body" in edit) {
    const regions = parseRegions(original).filter(({ number }) => number === exercise);
    const bodies = regions.map(({ body }, index) => (index === 0 ? edit.body.split("\n").filter(Boolean) : body));
    return { path, text: fillRegion(original, exercise, bodies) };
  }
  if (original.split(edit.find).length === 2) {
    return { path, text: original.replace(edit.find, () => edit.replace) };
  }
  throw new Error(`${exercise} ${title}: ${path} must contain this once:\n${edit.find}`);
}

function checkTypes({ workspace }: Workshop, attempts: readonly Attempt[]): void {
  const withText = attempts.filter(({ text }) => text !== undefined);
  const faults = new TypeChecker(workspace.root).checkVariants(
    withText.map(({ path, text }) => ({ path, text: text! })),
  );
  withText.forEach((attempt, index) => {
    attempt.typeFaults = faults[index]!;
  });
}

interface Reports {
  /** Of the beginner's code. */
  own: TestReport;
  /** Of the beginner's test, run against each mistake that it should detect. */
  faulty: TestReport[];
}

async function runAllTests(workshop: Workshop, { answer, path, text, notes }: Attempt): Promise<Reports> {
  const { workspace, originals, workingCopy } = workshop;
  const files = testFiles([notes]).filter((file) => !file.endsWith("flow.test.ts"));
  // Files that differ in the real working copy, such as unsolved exercises, are replaced with the originals.
  const changed = [...originals].filter(([file, original]) => workingCopy.get(file) !== original);
  const texts = new Map([...changed, [path, text!]]);
  const own = await runTests(workspace, { files, texts });
  const titles = titlesOf(answer.exercise);
  const faulty: TestReport[] = [];
  for (const fault of notes.faults ?? []) {
    const withBoth = new Map([...texts, ...withFault(originals, fault)]);
    faulty.push(await runTests(workspace, { files, texts: withBoth, titles }));
  }
  return { own, faulty };
}

function resultOf(attempt: Attempt, reports: Reports | undefined): CheckResult {
  const { own, faulty } = reports ?? { own: noTests, faulty: [] };
  const verdict = verdictOf(attempt, own);
  const result = { others: otherFailures(own), text: attempt.text };
  if (verdict.outcome !== "passed") return { verdict, ...result };
  const findings = unnoticed(verdict, attempt.notes.faults ?? [], faulty);
  return { verdict: { ...verdict, outcome: findings.length > 0 ? "not yet" : "passed", findings }, ...result };
}

function verdictOf({ workshop, exercise, typeFaults }: Attempt, report: TestReport): Verdict {
  return judge(workshop, [exercise], { report, typeFaults })[0]!;
}
