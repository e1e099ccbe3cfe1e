import { requireExercise } from "../exercises/find-exercise.ts";
import { placesInTree } from "../exercises/region-state.ts";
import { solution } from "../exercises/solution.ts";
import { openWorkshop } from "../exercises/workshop.ts";
import { note, paragraph, say, sayJson } from "../terminal/output.ts";
import { changeTree } from "../working-copy/change-tree.ts";

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
