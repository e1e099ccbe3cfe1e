import { withStackLockIfRunning } from "../cloud/stack-lock.ts";
import type { RunningCloud } from "../connection/cloud-file.ts";
import { emptyCloud } from "../connection/host.ts";
import { requireStep } from "../exercises/find-exercise.ts";
import { changesToReset } from "../exercises/plan-changes.ts";
import { openWorkshop } from "../exercises/workshop.ts";
import { currentStep } from "../progress/current-step.ts";
import { updateProgress } from "../progress/progress.ts";
import { root } from "../root.ts";
import { deployUpTo } from "../stack/deploy-up-to.ts";
import { Failure } from "../terminal/failure.ts";
import { note, say, sayJson } from "../terminal/output.ts";
import { changeWorkingCopy } from "../working-copy/change-working-copy.ts";
import { readChapters } from "../working-copy/originals.ts";
import { saySaved } from "./begin.ts";

/** `npx workshop reset [N]`: puts code, stack and data back to the start of step N, whatever their state. */
export async function reset(text: string | undefined, options: { json?: boolean }): Promise<void> {
  const step = text === undefined ? requireCurrentStep() : requireStep(openWorkshop().catalogue, text);
  await withStackLockIfRunning((cloud) => resetTo(step, cloud, options));
}

async function resetTo(step: number, cloud: RunningCloud | undefined, options: { json?: boolean }): Promise<void> {
  const workshop = openWorkshop();
  const changes = changesToReset({ ...workshop, isPassed: () => false }, readChapters(root), step);
  const save = changeWorkingCopy(workshop.workspace, changes, `reset ${step}`, step);
  const owedSteps = cloud ? undefined : step - 1;
  updateProgress(workshop.workspace, (progress) => ({ ...progress, step, owedSteps, checked: {} }));
  if (!options.json) saySaved(save);
  if (cloud) await redeployUpTo(cloud, step - 1, { quiet: options.json ?? false });
  const cleared = cloud !== undefined;
  if (options.json) return sayJson({ step, savedFirst: save?.name, stackCleared: cleared });
  say(`Your code${cleared ? " and the stack are" : " is"} back at the start of step ${step}.`);
  if (!cleared) note("No local cloud is running, so the stack is reset when you start one: npm start");
}

function requireCurrentStep(): number {
  const step = currentStep();
  if (step !== undefined) return step;
  throw new Failure("You have not started a step yet.", "Choose one, for example: npx workshop reset 1");
}

/** Empties the local cloud, whatever is in it: the stack's state may be damaged, or somebody may have changed resources by hand. */
async function redeployUpTo(cloud: RunningCloud, step: number, { quiet }: { quiet: boolean }): Promise<void> {
  if (!quiet) note("Emptying the local cloud ...");
  await emptyCloud(cloud);
  if (step > 0) await deployUpTo(step, { quiet });
}
