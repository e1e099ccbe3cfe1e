import type { Exercise } from "../../../../steps/exercise.ts";
import type { ExerciseInCode } from "../exercises/catalogue.ts";
import { readStepNotes } from "../exercises/notes.ts";
import { fingerprintOf } from "../exercises/passed-files.ts";
import { isUntouched } from "../exercises/region-state.ts";
import type { Workshop } from "../exercises/workshop.ts";
import { updateProgress } from "../progress/progress.ts";
import { findTypeFaults } from "./ask-type-checker.ts";
import { proveDeployed } from "./deployed-proof.ts";
import { judge, otherFailures, type Verdict } from "./judge.ts";
import { faultFindings } from "./learner-tests.ts";
import { runTests } from "./run-step-tests.ts";
import { testFiles } from "./test-files.ts";
import type { TestFinding } from "./test-report.ts";
import { runInTurn } from "./tests-in-turn.ts";

export interface StepCheck {
  verdicts: Verdict[];
  /** Failed tests of the step that belong to no exercise. */
  others: TestFinding[];
  /** What failed when the whole step had passed, and was deployed. */
  deployed: TestFinding[];
}

export interface CheckExercisesOptions {
  signal?: AbortSignal;
  /** Called when the whole step has passed, before it is deployed. Without this it is not deployed. */
  onPassed?: () => void;
}

/** Checks some exercises of one step, and saves the result of each in the progress file. */
export async function checkExercises(
  workshop: Workshop,
  exercises: readonly ExerciseInCode[],
  { signal, onPassed }: CheckExercisesOptions = {},
): Promise<StepCheck> {
  const { step } = exercises[0]!;
  const notes = await readStepNotes(step);
  const exerciseNotes = exercises.map(({ number }) => notes[number as keyof typeof notes]!);
  const paths = [...new Set(exercises.flatMap(({ places }) => places.map(({ path }) => path)))];
  const [typeFaults, report] = await Promise.all([
    findTypeFaults(workshop.workspace, paths),
    runInTurn(
      exercises.map(({ number }, index) => ({ number, provedBy: exerciseNotes[index]!.provedBy })),
      (files) => runTests(workshop.workspace, { files, signal }),
    ),
  ]);
  const judged = judge(workshop, exercises, { report, typeFaults });
  const verdicts = await Promise.all(
    judged.map((verdict, index) => withFaults(workshop, verdict, exerciseNotes[index]!, signal)),
  );
  const tries = saveResults(workshop, exercises, verdicts);
  const found = {
    verdicts: verdicts.map((verdict) => ({ ...verdict, tries: tries(verdict.number) })),
    others: [],
    deployed: [],
  };
  // While an exercise of the step is open, it is probably the cause of other failures, so those are not reported.
  if (!isStepPassed(workshop, step, found)) return found;
  const others = otherFailures(report);
  if (others.length > 0 || !onPassed) return { ...found, others };
  onPassed();
  return {
    ...found,
    deployed: await proveDeployed(workshop.workspace, { step, alreadyRun: testFiles(exerciseNotes), signal }),
  };
}

/** Whether all exercises of the step were checked, and passed. */
export function isStepPassed({ catalogue }: Workshop, step: number, check: StepCheck): boolean {
  return check.verdicts.length === catalogue.ofStep(step).length && isAllPassed(check);
}

export function isAllPassed({ verdicts, others, deployed }: StepCheck): boolean {
  return others.length + deployed.length === 0 && verdicts.every(({ outcome }) => outcome === "passed");
}

/** A test that the learner wrote must also fail for each mistake that the exercise names. */
async function withFaults(
  workshop: Workshop,
  verdict: Verdict,
  notes: Exercise,
  signal: AbortSignal | undefined,
): Promise<Verdict> {
  if (verdict.outcome !== "passed" || !notes.faults) return verdict;
  const findings = await faultFindings(workshop, verdict, notes, signal);
  return findings.length === 0 ? verdict : { ...verdict, outcome: "not yet", findings };
}

/** Returns how often an exercise was tried without success, this time included. The untouched TODO is no try. */
function saveResults(
  workshop: Workshop,
  exercises: readonly ExerciseInCode[],
  verdicts: readonly Verdict[],
): (number: string) => number {
  const at = new Date().toISOString();
  const { checked } = updateProgress(workshop.workspace, (progress) => {
    const results = exercises.map((exercise, index) => {
      const { outcome } = verdicts[index]!;
      const before = progress.checked[exercise.number]?.tries ?? 0;
      const tries = outcome === "passed" ? 0 : before + (isUntouched(workshop, exercise) ? 0 : 1);
      return [exercise.number, { outcome, fingerprint: fingerprintOf(workshop, exercise), at, tries }] as const;
    });
    return { ...progress, checked: { ...progress.checked, ...Object.fromEntries(results) } };
  });
  return (number) => checked[number]?.tries ?? 0;
}
