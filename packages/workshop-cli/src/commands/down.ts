import { withStackLock } from "../cloud/stack-lock.ts";
import { requireRunningCloud } from "../connection/connection.ts";
import { clearCloud } from "../stack/clear-cloud.ts";
import { showProgress } from "../stack/show-progress.ts";
import { note, say, sayJson } from "../terminal/output.ts";

/** `npx workshop down`: deletes everything deployed to the local cloud. */
export async function down(options: { json?: boolean }): Promise<void> {
  const running = await requireRunningCloud();
  const progress = showProgress({ quiet: options.json ?? false });
  const cleared = await withStackLock(running, (cloud) => clearCloud(cloud, { onEvent: progress.onEvent }));
  if (options.json) return sayJson(cleared);
  if (!("emptied" in cleared)) return progress.sayResult(cleared);
  note(cleared.emptied);
  say("The local cloud was emptied instead: everything in it is deleted, also what the stack did not know.");
}
