import { existsSync } from "node:fs";
import { join } from "node:path";
import { findRunningCloud } from "../connection/cloud-file.ts";
import { readLocalOutputs } from "../connection/stack-outputs.ts";
import { root } from "../root.ts";
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
      machineryFix(error.message) ??
        `Fix that, then run the same command again. Or put every file of the workshop, the chapters too, and the local cloud back to the start of the step (your code is saved first): npx workshop reset ${step}`,
      error.exitCode,
    );
  }
}

/** Deploys files that are as they were shipped. If that fails, the broken file is not one that `reset` restores. */
export async function orSayWhatIsBroken(deploy: () => Promise<void>): Promise<void> {
  try {
    await deploy();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.message, machineryFix(error.message) ?? error.fix, error.exitCode);
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

/** The file that a message blames, if it is one that no command of the workshop changes or restores. */
function machineryFix(message: string): string | undefined {
  const [file] =
    /(?:packages|tools|node_modules|test)\/[^\s:'"]+|(?:package|tsconfig)\.json|Pulumi\.yaml/.exec(message) ?? [];
  if (file === undefined) return undefined;
  if (file.startsWith("node_modules")) return "A package is missing or incomplete. Install all of them again: npm ci";
  const restore = existsSync(join(root, ".git"))
    ? `Restore it: git checkout -- ${file}`
    : "Restore it from the archive that you unpacked.";
  return `${file} is not a file of a step, so reset does not restore it. ${restore}`;
}
