import { statSync } from "node:fs";
import { join } from "node:path";
import { checkExercises, type StepCheck } from "../check/check-step.ts";
import { describeCheck } from "../check/describe.ts";
import type { ExerciseInCode } from "../exercises/catalogue.ts";
import { requireExercise, requireStep } from "../exercises/find-exercise.ts";
import { openWorkshop, type Workshop } from "../exercises/workshop.ts";
import { currentStep } from "../progress/current-step.ts";
import { Failure } from "../terminal/failure.ts";
import { clearScreen, clearStatus, note, say, sayJson, status } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/until-interrupted.ts";

interface CheckOptions {
  watch?: boolean;
  live?: boolean;
  aws?: boolean;
  json?: boolean;
}

/** `npx workshop check [N|N.M]`: checks exercises. The exit code is 0 only if all of them pass. */
export async function check(what: string | undefined, options: CheckOptions): Promise<void> {
  if (options.live) return await (await import("./check-live.ts")).checkLive(what, options);
  if (options.watch) return await checkOnSave(what);
  const workshop = openWorkshop();
  const exercises = exercisesToCheck(workshop, what);
  if (!options.json) status("Checking ...");
  const found = await checkExercises(workshop, exercises);
  clearStatus();
  if (options.json) sayJson(found);
  else show(found, exercises);
  if (!isAllPassed(found)) process.exitCode = 1;
}

function exercisesToCheck({ catalogue }: Workshop, what: string | undefined): readonly ExerciseInCode[] {
  if (what?.includes(".")) return [requireExercise(catalogue, what)];
  const step = what === undefined ? currentStep() : requireStep(catalogue, what);
  if (step !== undefined) return catalogue.ofStep(step);
  throw new Failure("You have not started a step yet.", "Start with the first: npx workshop begin 1");
}

function show(found: StepCheck, exercises: readonly ExerciseInCode[]): void {
  for (const line of describeCheck(found, exercises[0]!.step)) say(line);
}

function isAllPassed({ verdicts, others }: StepCheck): boolean {
  return others.length === 0 && verdicts.every(({ outcome }) => outcome === "passed");
}

/** Checks again whenever a file of the exercises is saved, until Ctrl-C. */
async function checkOnSave(what: string | undefined): Promise<void> {
  const { signal } = untilInterrupted();
  const exercises = exercisesToCheck(openWorkshop(), what);
  let checked = "";
  while (!signal.aborted) {
    const workshop = openWorkshop();
    const now = timesOf(workshop, exercises);
    if (now !== checked) {
      checked = now;
      clearScreen();
      show(await checkExercises(workshop, exercises), exercises);
      note("\nSave a file to check again, or press Ctrl-C to stop.");
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

function timesOf({ workspace }: Workshop, exercises: readonly ExerciseInCode[]): string {
  const paths = new Set(exercises.flatMap(({ places }) => places.map(({ path }) => path)));
  return [...paths]
    .map((path) => statSync(join(workspace.root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .join(" ");
}
