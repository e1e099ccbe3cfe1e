import { Failure } from "../terminal/failure.ts";
import type { ExerciseInCode } from "./catalogue.ts";
import { withMarkers } from "./find-regions.ts";
import { type Damage, findDamage } from "./region-state.ts";
import { fillRegion, parseRegions } from "./regions.ts";
import type { Workshop } from "./workshop.ts";

/** The learner's files with one exercise's solution filled in. @throws Failure if the exercise's markers are damaged. */
export function solution(workshop: Workshop, exercise: ExerciseInCode): Map<string, string> {
  const damage = findDamage(workshop, exercise);
  if (damage.length > 0) {
    throw new Failure(
      `Nothing was changed: ${damage.map(inWords).join("; ")}.`,
      `Restore the marker lines, or start the step again (your code is saved first): npx workshop begin ${exercise.step}`,
    );
  }
  return new Map(
    exercise.places.map(({ path }) => {
      const original = workshop.originals.get(path)!;
      const bodies = originalBodies(original, exercise.number);
      return [path, fillRegion(withMarkers(workshop.workingCopy.get(path)!, original), exercise.number, bodies)];
    }),
  );
}

function inWords({ path, line, message }: Damage): string {
  return `${path}${line ? `:${line}` : ""}: ${message.replace(/\.$/, "")}`;
}

/** The lines between the original's markers, including the placeholders. */
function originalBodies(text: string, number: string): string[][] {
  const lines = text.split("\n");
  return parseRegions(text)
    .filter((region) => region.number === number)
    .map(({ startLine, endLine }) => lines.slice(startLine + 1, endLine));
}
