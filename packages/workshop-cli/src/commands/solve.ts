import { requireExercise } from "../exercises/find-exercise.ts";
import { placesInWorkingCopy } from "../exercises/region-state.ts";
import { solution } from "../exercises/solution.ts";
import { openWorkshop } from "../exercises/workshop.ts";
import { note, paragraph, say, sayJson } from "../terminal/output.ts";
import { changeWorkingCopy } from "../working-copy/change-working-copy.ts";

/** `npx workshop solve 3.2`: writes the solution of one exercise into the learner's file. */
export async function solve(number: string, options: { json?: boolean }): Promise<void> {
  const workshop = openWorkshop();
  const exercise = requireExercise(workshop.catalogue, number);
  const changes = solution(workshop, exercise);
  const save = changeWorkingCopy(workshop.workspace, changes, `solve ${number}`);
  if (options.json) return sayJson({ solved: number, files: [...changes.keys()], savedFirst: save?.name });
  if (!save) return say(`Nothing to write: your file already has the solution of ${number}.`);
  for (const { file, line } of placesInWorkingCopy(openWorkshop(), exercise)) {
    for (const part of paragraph(`Wrote ${number} "${exercise.title}" into ${file}:${line}`)) say(part);
  }
  note(`Your code is saved. Bring it back with: npx workshop restore ${save.name}`);
}
