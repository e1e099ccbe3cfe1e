import { findRunningCloud } from "../connection/cloud-file.ts";
import { duration, note } from "../terminal/output.ts";
import type { Deployment } from "./deploy.ts";

/** Deploys steps 1 to `step` to the running local cloud, if there is one. Step 0 deletes everything. */
export async function deployUpTo(step: number, { quiet }: { quiet: boolean }): Promise<void> {
  const cloud = await findRunningCloud();
  if (!cloud) return;
  if (!quiet) note(step === 0 ? "Clearing the local cloud ..." : `Deploying ${stepsInWords(step)} ...`);
  const { deploy } = await import("./deploy.ts");
  const deployment = await deploy(cloud, { step });
  if (!quiet) note(changesInWords(deployment));
}

/** "50 resources changed (3.9 s)." */
export function changesInWords({ summary, ms }: Deployment): string {
  const changed = summary.create + summary.update + summary.replace + summary.delete;
  return `${changed === 0 ? "No changes" : `${changed} resources changed`} (${duration(ms)}).`;
}

export function stepsInWords(step: number): string {
  return step === 1 ? "step 1" : `steps 1 to ${step}`;
}
