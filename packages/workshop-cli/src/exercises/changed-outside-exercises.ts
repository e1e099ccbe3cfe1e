import type { Workshop } from "./workshop.ts";

/** The paths of the workshop's files that have no exercise and are not as they were shipped. `begin` leaves them alone. */
export function changedOutsideExercises({
  originals,
  workingCopy,
  catalogue,
}: Pick<Workshop, "originals" | "workingCopy" | "catalogue">): string[] {
  const withExercises = new Set(catalogue.exercises.flatMap(({ places }) => places.map(({ path }) => path)));
  return [...originals]
    .filter(([path, original]) => !withExercises.has(path) && workingCopy.get(path) !== original)
    .map(([path]) => path);
}
