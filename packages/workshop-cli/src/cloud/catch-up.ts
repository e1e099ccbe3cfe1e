import { findRunningCloud } from "../connection/cloud-file.ts";
import { emptyCloud } from "../connection/host.ts";
import { readProgress, updateProgress } from "../progress/progress.ts";
import { root } from "../root.ts";
import { changesInWords, stepsInWords } from "../stack/deploy-up-to.ts";
import { Deployer } from "../stack/deployer.ts";
import { note } from "../terminal/output.ts";
import { workspaceAt } from "../working-copy/workspace.ts";
import { withStackLock } from "./stack-lock.ts";

/** The number of steps to deploy, if `begin`, `goto` or `reset` ran while there was no local cloud to deploy them to. */
export function owedSteps(): number | undefined {
  return readProgress(workspaceAt(root)).owedSteps;
}

/** Deploys to this process's cloud what a command could not deploy while none was running, as that command would have. */
export async function catchUp(steps: number, { quiet }: { quiet: boolean }): Promise<void> {
  const found = await findRunningCloud();
  if (!found) return;
  await withStackLock(found, async (cloud) => {
    if (!quiet)
      note(
        `Your step was begun without a local cloud. Now it gets ${steps === 0 ? "emptied" : stepsInWords(steps)} ...`,
      );
    await emptyCloud(cloud);
    const emptied = await findRunningCloud();
    if (emptied && steps > 0) {
      const deployment = await new Deployer().deploy({ cloud: emptied, step: steps });
      if (!quiet) note(changesInWords(deployment));
    }
    updateProgress(workspaceAt(root), ({ owedSteps: _, ...progress }) => progress);
  });
}
