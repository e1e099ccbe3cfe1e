import { findRunningCloud } from "../connection/cloud-file.ts";
import { requireStep } from "../exercises/find-exercise.ts";
import { isFilePassed } from "../exercises/passed-files.ts";
import { changesToBegin, changesToGoTo } from "../exercises/plan-changes.ts";
import { placesInTree } from "../exercises/region-state.ts";
import { folderOfStep } from "../exercises/step-names.ts";
import { openWorkshop, type Workshop } from "../exercises/workshop.ts";
import { readProgress, updateProgress } from "../progress/progress.ts";
import { deployUpTo } from "../stack/deploy-up-to.ts";
import { note, paint, say, sayJson } from "../terminal/output.ts";
import { changeTree, type TreeChanges } from "../tree/change-tree.ts";
import type { Save } from "../tree/saves.ts";

/** `npx workshop begin 3`: step 3's files become its start, what comes before is deployed. */
export async function begin(text: string, options: { json?: boolean }): Promise<void> {
  const workshop = openWorkshop();
  const step = requireStep(workshop.catalogue, text);
  const save = changeFiles(workshop, (situation) => changesToBegin(situation, step), `begin ${step}`, step);
  updateProgress(workshop.workspace, (progress) => ({ ...progress, step }));
  if (!options.json) sayWhatToDo(openWorkshop(), step, save);
  await deployUpTo(step - 1, { quiet: options.json ?? false });
  if (options.json) sayJson({ step, savedFirst: save?.name, exercises: workshop.catalogue.ofStep(step) });
}

/** `npx workshop goto 3`: the completed step 3. */
export async function goTo(text: string, options: { json?: boolean }): Promise<void> {
  const workshop = openWorkshop();
  const step = requireStep(workshop.catalogue, text);
  const save = changeFiles(workshop, (situation) => changesToGoTo(situation, step), `goto ${step}`, step);
  updateProgress(workshop.workspace, (progress) => ({ ...progress, step }));
  if (!options.json) {
    saySaved(save);
    say(`Steps 1 to ${step} are complete.`);
  }
  await deployUpTo(step, { quiet: options.json ?? false });
  if (options.json) sayJson({ step, savedFirst: save?.name });
}

function changeFiles(
  workshop: Workshop,
  plan: (situation: Workshop & { isPassed: (path: string) => boolean }) => TreeChanges,
  reason: string,
  step: number,
): Save | undefined {
  const progress = readProgress(workshop.workspace);
  const situation = { ...workshop, isPassed: (path: string) => isFilePassed(workshop, progress, path) };
  return changeTree(workshop.workspace, plan(situation), reason, step);
}

export function saySaved(save: Save | undefined): void {
  if (save) note(`Saved first: what you had. Bring it back with: npx workshop restore ${save.name}`);
}

export function sayWhatToDo(workshop: Workshop, step: number, save: Save | undefined): void {
  saySaved(save);
  const exercises = workshop.catalogue.ofStep(step);
  say(`Step ${step} begins. It has ${exercises.length} exercises:`);
  for (const exercise of exercises) {
    say(`  ${paint.bold(exercise.number)} ${exercise.title}`);
    for (const { file, line } of placesInTree(workshop, exercise)) say(`      ${paint.dim(`${file}:${line}`)}`);
  }
  say(`Read ${paint.bold(`${folderOfStep(step)}/README.md`)} first. Then check what you wrote: npx workshop check`);
  if (!findRunningCloud()) note("No local cloud runs. Start one in another terminal: npm start");
}
