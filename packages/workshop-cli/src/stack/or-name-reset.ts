import { findRunningCloud } from "../connection/cloud-file.ts";
import { readLocalOutputs } from "../connection/stack-outputs.ts";
import { Failure } from "../terminal/failure.ts";
import { stepsInWords } from "./deploy-up-to.ts";

/**
 * Deploys, after a command has changed the learner's files and progress to those of a step. If it fails, the cloud is not
 * at that step.
 *
 * @throws Failure that says so, and how to get everything to the same step again.
 */
export async function orNameReset(step: number, deploy: () => Promise<void>): Promise<void> {
  try {
    await deploy();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(
      `${error.message}\nSo your files and your progress are at step ${step}, but the local cloud is not: ${await whatIsDeployed()}.`,
      isMachinery(error)
        ? error.fix
        : `Fix that, then run the same command again. Or put every file of the workshop, the chapters too, and the local cloud back to the start of the step (your code is saved first): npx workshop reset ${step}`,
      error.exitCode,
    );
  }
}

async function whatIsDeployed(): Promise<string> {
  const cloud = await findRunningCloud();
  if (!cloud) return "it does not run any more";
  try {
    return `it has ${stepsInWords(readLocalOutputs(cloud).step)}`;
  } catch {
    return "nothing is deployed";
  }
}

/** Whether the fault is in a file that no command of the workshop changes or restores. */
function isMachinery({ fix }: Failure): boolean {
  return /machinery|npm ci/.test(fix);
}
