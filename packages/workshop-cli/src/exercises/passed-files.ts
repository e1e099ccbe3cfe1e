import type { Progress } from "../progress/progress.ts";
import type { ExerciseInCode } from "./catalogue.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Workshop } from "./workshop.ts";

/** Identifies an exercise's files as they stand: after any edit it is another. */
export function fingerprintOf({ tree }: Pick<Workshop, "tree">, exercise: ExerciseInCode): string {
  return fingerprint(exercise.places.map(({ path }) => tree.get(path) ?? "").join("\0"));
}

/** Whether the last check found this exercise passed, and its files are still what was checked. */
export function isPassed(workshop: Workshop, progress: Progress, exercise: ExerciseInCode): boolean {
  const checked = progress.checked[exercise.number];
  return checked?.outcome === "passed" && checked.fingerprint === fingerprintOf(workshop, exercise);
}

/** Whether all exercises that stand in a file are passed as they stand. */
export function isFilePassed(workshop: Workshop, progress: Progress, path: string): boolean {
  const inFile = workshop.catalogue.exercises.filter(({ places }) => places.some((place) => place.path === path));
  return inFile.every((exercise) => isPassed(workshop, progress, exercise));
}
