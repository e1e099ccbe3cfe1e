import { findRunningCloud, type RunningCloud } from "../connection/cloud-file.ts";
import { emptyCloud } from "../connection/host.ts";
import { Failure } from "../terminal/failure.ts";
import { type Deployment, type DeployOptions, destroy } from "./deploy.ts";

/**
 * Deletes everything deployed to a local cloud. If that is not possible, because the stack's state cannot be used or a
 * resource cannot be deleted, the local cloud is emptied.
 *
 * @returns What was deleted, or why the cloud was emptied instead.
 */
export async function clearCloud(
  cloud: RunningCloud,
  options: Pick<DeployOptions, "onEvent"> = {},
): Promise<Deployment | { emptied: string }> {
  try {
    return await destroy(cloud, options);
  } catch (error) {
    if (!(error instanceof Failure) || !(await findRunningCloud())) throw error;
    await emptyCloud(cloud);
    return { emptied: error.message };
  }
}
