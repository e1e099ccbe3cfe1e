import { warmUpSoon } from "../check/warm-up.ts";
import { whileNobodyDeploys } from "../cloud/stack-lock.ts";
import { findRunningCloud } from "../connection/cloud-file.ts";
import { requireStep } from "../exercises/find-exercise.ts";
import { isFilePassed } from "../exercises/passed-files.ts";
import { changesToBegin, changesToGoTo } from "../exercises/plan-changes.ts";
import { placesInTree } from "../exercises/region-state.ts";
import { folderOfStep } from "../exercises/step-names.ts";
import { openWorkshop, type Workshop } from "../exercises/workshop.ts";
import { readProgress, updateProgress } from "../progress/progress.ts";
import { deployUpTo } from "../stack/deploy-up-to.ts";
import { note, paint, paragraph, say, sayJson } from "../terminal/output.ts";
import { changeTree, type TreeChanges } from "../working-copy/change-tree.ts";
import type { Save } from "../working-copy/saves.ts";

/** `npx workshop begin 3`: step 3's files become its start, what comes before is deployed, without anybody's bookings. */
export async function begin(text: string, options: { json?: boolean }): Promise<void> {
  const step = requireStep(openWorkshop().catalogue, text);
  await whileNobodyDeploys(async (cloud) => {
    const workshop = openWorkshop();
    const save = changeFiles(workshop, (situation) => changesToBegin(situation, step), `begin ${step}`, step);
    updateProgress(workshop.workspace, (progress) => ({ ...progress, step }));
    if (!options.json) sayWhatToDo(openWorkshop(), step, save);
    if (cloud) await deployAnewUpTo(step - 1, { quiet: options.json ?? false });
    if (options.json) sayJson({ step, savedFirst: save?.name, exercises: workshop.catalogue.ofStep(step) });
  });
  // A person reads the chapter first; whatever else begins a step may be gone in a moment.
  if (process.stdout.isTTY) warmUpSoon(step);
}

/** `npx workshop goto 3`: the completed step 3. */
export async function goTo(text: string, options: { json?: boolean }): Promise<void> {
  const step = requireStep(openWorkshop().catalogue, text);
  await whileNobodyDeploys(async () => {
    const workshop = openWorkshop();
    const save = changeFiles(workshop, (situation) => changesToGoTo(situation, step), `goto ${step}`, step);
    updateProgress(workshop.workspace, (progress) => ({ ...progress, step }));
    if (!options.json) {
      saySaved(save);
      say(`Steps 1 to ${step} are complete.`);
    }
    await deployUpTo(step, { quiet: options.json ?? false });
    if (options.json) sayJson({ step, savedFirst: save?.name });
  });
}

/** A chapter books B123 as if nobody had done so before: bookings and events of the step before would be in its way. */
async function deployAnewUpTo(step: number, { quiet }: { quiet: boolean }): Promise<void> {
  await deployUpTo(0, { quiet });
  if (step > 0) await deployUpTo(step, { quiet });
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
  if (!save) return;
  for (const line of paragraph(`Saved first: what you had. Bring it back with: npx workshop restore ${save.name}`)) {
    note(line);
  }
}

export function sayWhatToDo(workshop: Workshop, step: number, save: Save | undefined): void {
  saySaved(save);
  const exercises = workshop.catalogue.ofStep(step);
  say(`Step ${step} begins. It has ${exercises.length} exercises:`);
  for (const exercise of exercises) {
    say(`  ${paint.bold(exercise.number)} ${exercise.title}`);
    for (const { file, line } of placesInTree(workshop, exercise)) say(`      ${paint.dim(`${file}:${line}`)}`);
  }
  const chapter = paint.bold(`${folderOfStep(step)}/README.md`);
  for (const line of paragraph(`Read ${chapter} first. Then check what you wrote: npx workshop check`)) say(line);
  if (!findRunningCloud()) note("No local cloud runs. Start one in another terminal: npm start");
}
