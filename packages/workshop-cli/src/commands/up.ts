import { withStackLock } from "../cloud/stack-lock.ts";
import { requireRunningCloud } from "../connection/connection.ts";
import { lastStep } from "../exercises/step-names.ts";
import { currentStep } from "../progress/current-step.ts";
import { deploy } from "../stack/deploy.ts";
import { showProgress } from "../stack/show-progress.ts";
import { Failure } from "../terminal/failure.ts";
import { note, sayJson } from "../terminal/output.ts";

/** `npx workshop up [N]`: deploys steps 1 to N to the local cloud. */
export async function up(stepText: string | undefined, options: { json?: boolean }): Promise<void> {
  const step = stepFrom(stepText);
  const running = await requireRunningCloud();
  const progress = showProgress({ quiet: options.json ?? false });
  const deployment = await withStackLock(running, (cloud) => deploy(cloud, { step, onEvent: progress.onEvent }));
  if (options.json) return sayJson({ step, ...deployment });
  progress.sayResult(deployment);
  if (step >= 2) note("Try it: npx workshop book");
}

/** The named step. Default: the current step, or the last one. @throws Failure if the step does not exist. */
export function stepFrom(text: string | undefined): number {
  if (text === undefined) return currentStep() ?? lastStep;
  const step = Number(text);
  if (Number.isInteger(step) && step >= 1 && step <= lastStep) return step;
  throw new Failure(`There is no step ${text}.`, `Choose a step from 1 to ${lastStep}, for example: npx workshop up 3`);
}
