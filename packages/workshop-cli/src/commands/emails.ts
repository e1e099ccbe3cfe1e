import { createControl } from "@event-choreography/local-cloud/control";
import { requireRunningCloud } from "../connection/connection.ts";
import { note, oneLine, paint, say, sayJson } from "../terminal/output.ts";

/** `npx workshop emails`: shows the e-mails that SNS would have sent. From a local cloud nothing leaves the machine. */
export async function emails(options: { to?: string; json?: boolean }): Promise<void> {
  const sent = await createControl(await requireRunningCloud()).outbox(options.to);
  if (options.json) return sayJson(sent);
  for (const { at, to, subject, body } of sent) {
    say(`${paint.dim(new Date(at).toISOString().slice(0, 19))}  ${paint.bold(oneLine(subject))}  to ${oneLine(to)}`);
    for (const line of body.trimEnd().split("\n")) say(`    ${line}`);
    say();
  }
  if (sent.length > 0) return;
  note("No e-mails. To subscribe an address, set notificationEmail in Pulumi.local.yaml, then run: npx workshop up");
}
