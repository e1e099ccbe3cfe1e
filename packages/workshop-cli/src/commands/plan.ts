import { renderPlan } from "@event-choreography/local-cloud/pulumi";
import { requireRunningCloud } from "../connection/connection.ts";
import { plan as planDeployment } from "../stack/deploy.ts";
import { paintOperation } from "../stack/show-progress.ts";
import { note, say, sayJson } from "../terminal/output.ts";
import { stepFrom } from "./up.ts";

/** `npx workshop plan [N]`: shows what `up N` would change. */
export async function plan(stepText: string | undefined, options: { json?: boolean }): Promise<void> {
  const step = stepFrom(stepText);
  const planned = await planDeployment(await requireRunningCloud(), { step });
  if (options.json) return sayJson({ step, ...planned });
  say(renderPlan(planned, { paint: paintOperation }));
  const { create, update, replace, delete: deleted } = planned.summary;
  if (create + update + replace + deleted > 0) note(`Nothing was changed. To change it: npx workshop up ${step}`);
}
