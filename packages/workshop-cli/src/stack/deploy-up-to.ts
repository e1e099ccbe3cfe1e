import { findRunningCloud } from "../connection/cloud-file.ts";
import { duration, note } from "../terminal/output.ts";

/** Deploys steps 1 to `step` to the running local cloud, if there is one. Step 0 deletes everything. */
export async function deployUpTo(step: number, { quiet }: { quiet: boolean }): Promise<void> {
  const cloud = findRunningCloud();
  if (!cloud) return;
  if (!quiet) note(step === 0 ? "Clearing the local cloud ..." : `Deploying ${stepsInWords(step)} ...`);
  const { deploy } = await import("./deploy.ts");
  const { summary, ms } = await deploy(cloud, { step });
  const changed = summary.create + summary.update + summary.replace + summary.delete;
  if (!quiet) note(`${changed === 0 ? "No changes" : `${changed} resources changed`} (${duration(ms)}).`);
}

export function stepsInWords(step: number): string {
  return step === 1 ? "step 1" : `steps 1 to ${step}`;
}
