import { Failure } from "../terminal/failure.ts";
import type { ExerciseInCode } from "./catalogue.ts";
import { type Damage, findDamage } from "./region-state.ts";
import { fillRegion, parseRegions } from "./regions.ts";
import type { Workshop } from "./workshop.ts";

/** The learner's files with one exercise's real code in its places. @throws Failure if its places are not there. */
export function solution(workshop: Workshop, exercise: ExerciseInCode): Map<string, string> {
  const damage = findDamage(workshop, exercise);
  if (damage.length > 0) {
    throw new Failure(
      `Nothing was changed: ${damage.map(inWords).join("; ")}.`,
      `Put the marker lines back, or begin the step anew (yours is saved first): npx workshop begin ${exercise.step}`,
    );
  }
  return new Map(
    exercise.places.map(({ path }) => {
      const real = wholeBodies(workshop.originals.get(path)!, exercise.number);
      return [path, fillRegion(workshop.tree.get(path)!, exercise.number, real)];
    }),
  );
}

function inWords({ path, line, message }: Damage): string {
  return `${path}${line ? `:${line}` : ""}: ${message.replace(/\.$/, "")}`;
}

/** The lines between the markers with the placeholders among them, as the original has them. */
function wholeBodies(text: string, number: string): string[][] {
  const lines = text.split("\n");
  return parseRegions(text)
    .filter((region) => region.number === number)
    .map(({ startLine, endLine }) => lines.slice(startLine + 1, endLine));
}
