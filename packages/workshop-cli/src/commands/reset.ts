import { rmSync } from "node:fs";
import { whileNobodyDeploys } from "../cloud/stack-lock.ts";
import type { RunningCloud } from "../connection/cloud-file.ts";
import { stackFile } from "../connection/stack-outputs.ts";
import { requireStep } from "../exercises/find-exercise.ts";
import { changesToReset } from "../exercises/plan-changes.ts";
import { openWorkshop } from "../exercises/workshop.ts";
import { currentStep } from "../progress/current-step.ts";
import { updateProgress } from "../progress/progress.ts";
import { deployUpTo } from "../stack/deploy-up-to.ts";
import { Failure } from "../terminal/failure.ts";
import { note, say, sayJson } from "../terminal/output.ts";
import { changeTree } from "../working-copy/change-tree.ts";
import { saySaved } from "./begin.ts";

/** `npx workshop reset [N]`: stack, data and code as at the start of step N, from whatever state. */
export async function reset(text: string | undefined, options: { json?: boolean }): Promise<void> {
  const step = text === undefined ? requireCurrentStep() : requireStep(openWorkshop().catalogue, text);
  await whileNobodyDeploys((cloud) => resetTo(step, cloud, options));
}

async function resetTo(step: number, cloud: RunningCloud | undefined, options: { json?: boolean }): Promise<void> {
  const workshop = openWorkshop();
  const changes = changesToReset({ ...workshop, isPassed: () => false }, step);
  const save = changeTree(workshop.workspace, changes, `reset ${step}`, step);
  updateProgress(workshop.workspace, (progress) => ({ ...progress, step, checked: {} }));
  if (!options.json) saySaved(save);
  if (cloud) await deployAnewUpTo(cloud, step - 1, { quiet: options.json ?? false });
  const cleared = cloud !== undefined;
  if (options.json) return sayJson({ step, savedFirst: save?.name, stackCleared: cleared });
  say(`Step ${step} is at its start${cleared ? ", and so is the stack" : ""}.`);
  if (!cleared) note("No local cloud runs, so the stack is as it was. Start one, and reset again: npm start");
}

function requireCurrentStep(): number {
  const step = currentStep();
  if (step !== undefined) return step;
  throw new Failure("No step is under way.", "Say which one: npx workshop reset 1");
}

/** Deletes all that is deployed, and with it all data, before it deploys; a state that nothing can be made of is begun anew. */
async function deployAnewUpTo(cloud: RunningCloud, step: number, { quiet }: { quiet: boolean }): Promise<void> {
  try {
    await deployUpTo(0, { quiet: true });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    note(`The stack's state could not be worked with (${error.message.split("\n")[0]}), and is begun anew.`);
    rmSync(stackFile(cloud), { force: true });
  }
  await deployUpTo(step, { quiet });
}
