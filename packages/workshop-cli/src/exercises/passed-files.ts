import type { Progress } from "../progress/progress.ts";
import type { ExerciseInCode } from "./catalogue.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Workshop } from "./workshop.ts";

/** Identifies the current text of an exercise's files: it changes with every edit. */
export function fingerprintOf({ workingCopy }: Pick<Workshop, "workingCopy">, exercise: ExerciseInCode): string {
  return fingerprint(exercise.places.map(({ path }) => workingCopy.get(path) ?? "").join("\0"));
}

/** Whether this exercise passed its last check, and its files have not changed since. */
export function isPassed(workshop: Workshop, progress: Progress, exercise: ExerciseInCode): boolean {
  const checked = progress.checked[exercise.number];
  return checked?.outcome === "passed" && checked.fingerprint === fingerprintOf(workshop, exercise);
}

/** Whether all exercises in a file have passed in their current form. */
export function isFilePassed(workshop: Workshop, progress: Progress, path: string): boolean {
  const inFile = workshop.catalogue.exercises.filter(({ places }) => places.some((place) => place.path === path));
  return inFile.every((exercise) => isPassed(workshop, progress, exercise));
}
