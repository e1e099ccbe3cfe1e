import { withStackLock } from "../cloud/stack-lock.ts";
import { requireRunningCloud } from "../connection/connection.ts";
import { destroy } from "../stack/deploy.ts";
import { showProgress } from "../stack/show-progress.ts";
import { sayJson } from "../terminal/output.ts";

/** `npx workshop down`: deletes everything deployed to the local cloud. */
export async function down(options: { json?: boolean }): Promise<void> {
  const cloud = requireRunningCloud();
  const progress = showProgress({ quiet: options.json ?? false });
  const deployment = await withStackLock(cloud, () => destroy(cloud, { onEvent: progress.onEvent }));
  if (options.json) return sayJson(deployment);
  progress.sayResult(deployment);
}
