import type { ExerciseInCode } from "../exercises/catalogue.ts";
import { requireExercise, requireStep } from "../exercises/find-exercise.ts";
import type { Workshop } from "../exercises/workshop.ts";
import { currentStep } from "../progress/current-step.ts";
import { Failure } from "../terminal/failure.ts";

/** "3" is a step, "3.2" an exercise. Default: the current step. @throws Failure if there is none */
export function exercisesToCheck({ catalogue }: Workshop, what: string | undefined): readonly ExerciseInCode[] {
  if (what?.includes(".")) return [requireExercise(catalogue, what)];
  const step = what === undefined ? currentStep() : requireStep(catalogue, what);
  if (step !== undefined) return catalogue.ofStep(step);
  throw new Failure("You have not started a step yet.", "Start with the first: npx workshop begin 1");
}
