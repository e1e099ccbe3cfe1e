import type { ExerciseInCode } from "../exercises/catalogue.ts";
import { requireExercise } from "../exercises/find-exercise.ts";
import { type Damage, findDamage, placesInTree } from "../exercises/region-state.ts";
import { fillRegion, parseRegions } from "../exercises/regions.ts";
import { openWorkshop, type Workshop } from "../exercises/workshop.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paragraph, say, sayJson } from "../terminal/output.ts";
import { changeTree } from "../tree/change-tree.ts";

/** `npx workshop solve 3.2`: writes the real code into the learner's file, at that exercise alone. */
export async function solve(number: string, options: { json?: boolean }): Promise<void> {
  const workshop = openWorkshop();
  const exercise = requireExercise(workshop.catalogue, number);
  const changes = solution(workshop, exercise);
  const save = changeTree(workshop.workspace, changes, `solve ${number}`);
  if (options.json) return sayJson({ solved: number, files: [...changes.keys()], savedFirst: save?.name });
  if (!save) return say(`${number} stands there already, as the workshop has it.`);
  for (const { file, line } of placesInTree(openWorkshop(), exercise)) {
    for (const part of paragraph(`Wrote ${number} "${exercise.title}" into ${file}:${line}`)) say(part);
  }
  note(`Yours is saved: npx workshop restore ${save.name}`);
}

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
