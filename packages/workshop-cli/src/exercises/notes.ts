import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Exercise, Exercises } from "../../../../steps/exercise.ts";
import { readyForTypeScript } from "../compiled/typescript-loader.ts";
import { root } from "../root.ts";
import { stepOf } from "./catalogue.ts";
import { folderOfStep, nameOfStep } from "./step-names.ts";

/** Hints, minutes and test files of all exercises of a step, from the step's exercises.ts. A step of your own has none. */
export async function readStepNotes(step: number): Promise<Exercises> {
  const file = join(root, folderOfStep(step), "exercises.ts");
  if (!existsSync(file)) return {};
  await readyForTypeScript();
  const module = (await import(pathToFileURL(file).href)) as { exercises: Exercises };
  return module.exercises;
}

/** The same for one exercise. */
export async function readExerciseNotes(number: string): Promise<Exercise> {
  const notes = (await readStepNotes(stepOf(number)))[number as keyof Exercises];
  if (!notes) throw new Error(`steps/${nameOfStep(stepOf(number))}/exercises.ts has no entry for exercise ${number}.`);
  return notes;
}
