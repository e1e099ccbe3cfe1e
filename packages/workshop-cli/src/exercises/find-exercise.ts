import { Failure } from "../terminal/failure.ts";
import type { Catalogue, ExerciseInCode } from "./catalogue.ts";

/** The exercise with that number. @throws Failure that lists the valid ones. */
export function requireExercise(catalogue: Catalogue, number: string): ExerciseInCode {
  const found = catalogue.find(number);
  if (found) return found;
  const step = Number(number.split(".")[0]);
  const others = catalogue.ofStep(step).map((exercise) => `  ${exercise.number} ${exercise.title}`);
  if (others.length > 0) throw new Failure(`There is no exercise ${number}. Step ${step} has:`, others.join("\n"));
  throw new Failure(`There is no exercise ${number}.`, stepsInWords(catalogue));
}

/** The step with that number. @throws Failure that names the valid range. */
export function requireStep(catalogue: Catalogue, text: string): number {
  const step = Number(text);
  if (Number.isInteger(step) && catalogue.steps.includes(step)) return step;
  throw new Failure(`There is no step ${text}.`, stepsInWords(catalogue));
}

function stepsInWords({ steps }: Catalogue): string {
  return `Steps go from ${steps[0]} to ${steps.at(-1)}; an exercise is, for example, ${steps[0]}.1.`;
}
