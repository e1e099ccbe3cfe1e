import type { TestFinding, TypeFault, Verdict } from "@event-choreography/workshop-cli/check";
import {
  faultFindings,
  judge,
  otherFailures,
  runTests,
  TypeChecker,
  testFiles,
} from "@event-choreography/workshop-cli/check";
import type { ExerciseInCode, Workshop } from "@event-choreography/workshop-cli/exercises";
import { readExerciseNotes } from "@event-choreography/workshop-cli/exercises";
import type { Exercise } from "../../steps/exercise.ts";
import { Copy } from "../../tools/prove/copies.ts";
import { mapConcurrently } from "../../tools/prove/map-concurrently.ts";
import type { Answer } from "./answer.ts";
import { editedFiles, type Files } from "./edited-files.ts";

/** The check's result for an answer. */
export interface CheckResult {
  verdict: Verdict;
  /** Failures of tests that belong to no exercise. */
  others: TestFinding[];
  /** The files that the answer changes. A deleted file has no text. */
  files: Files;
}

interface Attempt {
  answer: Answer;
  exercise: ExerciseInCode;
  notes: Exercise;
  files: Files;
  typeFaults: TypeFault[];
}

/**
 * Checks each answer, with all other exercises solved, as `npx workshop check N.M` does. Runs flow tests, which
 * take seconds, only for right answers.
 */
export async function checkAnswers(workshop: Workshop, answers: readonly Answer[]): Promise<Map<Answer, CheckResult>> {
  const attempts = await Promise.all(answers.map((answer) => attemptOf(workshop, answer)));
  findTypeFaults(workshop, attempts);
  // As many as the test-runner daemon has threads.
  const copies = [new Copy(workshop.workspace.root), new Copy(workshop.workspace.root)];
  try {
    for (const copy of copies) copy.write(workshop.originals);
    const results = await mapConcurrently(copies, attempts, (attempt, copy) => runAttempt(workshop, attempt, copy));
    return new Map(answers.map((answer, index) => [answer, results[index]!]));
  } finally {
    for (const copy of copies) copy[Symbol.dispose]();
  }
}

async function attemptOf(workshop: Workshop, answer: Answer): Promise<Attempt> {
  const exercise = workshop.catalogue.find(answer.exercise)!;
  const notes = await readExerciseNotes(answer.exercise);
  return { answer, exercise, notes, files: editedFiles(workshop.originals, exercise, answer), typeFaults: [] };
}

/** Answers that change one file are checked in one program, which takes little longer than checking one. */
function findTypeFaults({ workspace }: Workshop, attempts: readonly Attempt[]): void {
  const checker = new TypeChecker(workspace.root);
  const single = attempts.filter(({ files }) => files.size === 1 && !hasDeleted(files));
  const variants = single.flatMap(({ files }) => [...files].map(([path, text]) => ({ path, text: text! })));
  const faults = checker.checkVariants(variants);
  single.forEach((attempt, index) => {
    attempt.typeFaults = faults[index]!;
  });
  for (const attempt of attempts) {
    if (single.includes(attempt) || hasDeleted(attempt.files)) continue;
    attempt.typeFaults = checker.check([...attempt.files.keys()], attempt.files as Map<string, string>);
  }
}

function hasDeleted(files: Files): boolean {
  return [...files.values()].includes(undefined);
}

async function runAttempt(workshop: Workshop, attempt: Attempt, copy: Copy): Promise<CheckResult> {
  const { answer, exercise, notes, files, typeFaults } = attempt;
  const workingCopy = new Map(workshop.originals);
  for (const [path, text] of files) {
    if (text === undefined) workingCopy.delete(path);
    else workingCopy.set(path, text);
  }
  const inCopy = { ...workshop, workspace: copy.workspace, workingCopy };
  const verdictOf = (report: Awaited<ReturnType<typeof runTests>>) =>
    judge(inCopy, [exercise], { report, typeFaults })[0]!;
  const untested = verdictOf({ tests: [], fileErrors: [] });
  // A broken file is judged without its tests.
  if (untested.outcome === "broken") return { verdict: untested, others: [], files };

  copy.change(files);
  try {
    const isDeployed = answer.outcome === "right";
    const asked = testFiles([notes]).filter((file) => isDeployed || !file.endsWith("flow.test.ts"));
    const report = await runTests(copy.workspace, { files: asked });
    const verdict = verdictOf(report);
    const unnoticed = verdict.outcome === "passed" ? await faultFindings(inCopy, verdict, notes) : [];
    const judged = unnoticed.length > 0 ? { ...verdict, outcome: "not yet" as const, findings: unnoticed } : verdict;
    return { verdict: judged, others: otherFailures(report), files };
  } finally {
    copy.change(new Map([...files.keys()].map((path) => [path, workshop.originals.get(path)])));
  }
}
