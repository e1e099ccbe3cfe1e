import { checkExercises, isAllPassed, type StepCheck } from "../check/check-step.ts";
import { describeCheck } from "../check/describe.ts";
import type { ExerciseInCode } from "../exercises/catalogue.ts";
import { openWorkshop } from "../exercises/workshop.ts";
import { clearStatus, say, sayJson, status } from "../terminal/output.ts";
import { exercisesToCheck } from "./exercises-to-check.ts";

interface CheckOptions {
  watch?: boolean;
  live?: boolean;
  aws?: boolean;
  json?: boolean;
}

/** `npx workshop check [N|N.M]`: checks exercises. The exit code is 0 only if all of them pass. */
export async function check(what: string | undefined, options: CheckOptions): Promise<void> {
  if (options.live) return await (await import("./check-live.ts")).checkLive(what, options);
  if (options.watch) return await (await import("./watch.ts")).watch(what);
  const workshop = openWorkshop();
  const exercises = exercisesToCheck(workshop, what);
  if (!options.json) status("Checking ...");
  const onPassed = () => options.json || status("All exercises pass. Deploying the step to a local cloud ...");
  const found = await checkExercises(workshop, exercises, { onPassed });
  clearStatus();
  if (options.json) sayJson(found);
  else show(found, exercises);
  if (!isAllPassed(found)) process.exitCode = 1;
}

function show(found: StepCheck, exercises: readonly ExerciseInCode[]): void {
  for (const line of describeCheck(found, exercises[0]!.step)) say(line);
}
