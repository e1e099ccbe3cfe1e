import { warmUpSoon } from "../check/warm-up.ts";
import { withStackLockIfRunning } from "../cloud/stack-lock.ts";
import { findRunningCloud, type RunningCloud } from "../connection/cloud-file.ts";
import { requireStep } from "../exercises/find-exercise.ts";
import { isFilePassed } from "../exercises/passed-files.ts";
import { changesToBegin, changesToGoTo } from "../exercises/plan-changes.ts";
import { refuseNewExercises } from "../exercises/refuse-new-exercises.ts";
import { placesInWorkingCopy } from "../exercises/region-state.ts";
import { folderOfStep } from "../exercises/step-names.ts";
import { openWorkshop, type Workshop } from "../exercises/workshop.ts";
import { readProgress, updateProgress } from "../progress/progress.ts";
import { changesInWords, deployUpTo, stepsInWords } from "../stack/deploy-up-to.ts";
import { orNameReset } from "../stack/or-name-reset.ts";
import { note, paint, paragraph, say, sayJson } from "../terminal/output.ts";
import { changeWorkingCopy, type FileChanges } from "../working-copy/change-working-copy.ts";
import type { Save } from "../working-copy/saves.ts";

/** `npx workshop begin 3`: puts step 3's files at their start, and deploys the steps before it, without any bookings. */
export async function begin(text: string, options: { json?: boolean }): Promise<void> {
  const step = requireStep(openWorkshop().catalogue, text);
  await withStackLockIfRunning(async (cloud) => {
    const workshop = openWorkshop();
    const save = changeFiles(workshop, (situation) => changesToBegin(situation, step), `begin ${step}`, step);
    updateProgress(workshop.workspace, (progress) => ({ ...progress, step, owedSteps: cloud ? undefined : step - 1 }));
    if (!options.json) await sayWhatToDo(openWorkshop(), step, save);
    if (cloud) await orNameReset(step, () => redeployUpTo(cloud, step - 1, { quiet: options.json ?? false }));
    if (options.json) sayJson({ step, savedFirst: save?.name, exercises: workshop.catalogue.ofStep(step) });
  });
  // A person reads the chapter first. A script may end before this helps.
  if (process.stdout.isTTY) warmUpSoon(step);
}

/** `npx workshop goto 3`: completes steps 1 to 3, and deploys them. */
export async function goTo(text: string, options: { json?: boolean }): Promise<void> {
  const step = requireStep(openWorkshop().catalogue, text);
  await withStackLockIfRunning(async (cloud) => {
    const workshop = openWorkshop();
    const save = changeFiles(workshop, (situation) => changesToGoTo(situation, step), `goto ${step}`, step);
    updateProgress(workshop.workspace, (progress) => ({ ...progress, step, owedSteps: cloud ? undefined : step }));
    if (!options.json) {
      saySaved(save);
      say(`Steps 1 to ${step} are complete.`);
    }
    await orNameReset(step, () => deployUpTo(step, { quiet: options.json ?? false }));
    if (options.json) sayJson({ step, savedFirst: save?.name });
  });
}

/** Deletes the stack and its data first: each chapter books B123, and earlier bookings and events would be in its way. */
async function redeployUpTo(cloud: RunningCloud, step: number, { quiet }: { quiet: boolean }): Promise<void> {
  if (!quiet) note("Clearing the local cloud ...");
  const { clearCloud } = await import("../stack/clear-cloud.ts");
  const cleared = await clearCloud(cloud);
  if (!quiet && !("emptied" in cleared)) note(changesInWords(cleared));
  if (step > 0) await deployUpTo(step, { quiet });
}

function changeFiles(
  workshop: Workshop,
  plan: (situation: Workshop & { isPassed: (path: string) => boolean }) => FileChanges,
  reason: string,
  step: number,
): Save | undefined {
  const progress = readProgress(workshop.workspace);
  const situation = { ...workshop, isPassed: (path: string) => isFilePassed(workshop, progress, path) };
  const changes = plan(situation);
  refuseNewExercises(workshop, changes);
  return changeWorkingCopy(workshop.workspace, changes, reason, step);
}

export function saySaved(save: Save | undefined): void {
  if (!save) return;
  for (const line of paragraph(`Your changes are saved. Bring them back with: npx workshop restore ${save.name}`)) {
    note(line);
  }
}

export async function sayWhatToDo(workshop: Workshop, step: number, save: Save | undefined): Promise<void> {
  saySaved(save);
  const exercises = workshop.catalogue.ofStep(step);
  say(`You are at the start of step ${step}. It has ${exercises.length} exercises:`);
  for (const exercise of exercises) {
    say(`  ${paint.bold(exercise.number)} ${exercise.title}`);
    for (const { file, line } of placesInWorkingCopy(workshop, exercise)) say(`      ${paint.dim(`${file}:${line}`)}`);
  }
  const chapter = paint.bold(`${folderOfStep(step)}/README.md`);
  for (const line of paragraph(`Read ${chapter} first. To check your code: npx workshop check`)) say(line);
  if (await findRunningCloud()) return;
  note("No local cloud is running. Start one in another terminal: npm start");
  if (step > 1) note(`Then it gets ${stepsInWords(step - 1)}, whatever it has now.`);
}
