import { followEvents, readEvents } from "../bookings/read-events.ts";
import { detailInWords, occurredAt, type SeenEvent } from "../bookings/seen-event.ts";
import { clientsOf } from "../connection/clients.ts";
import { findRunningCloud } from "../connection/cloud-file.ts";
import { type Connection, connect } from "../connection/connection.ts";
import { Failure } from "../terminal/failure.ts";
import { note, oneLine, paint, say } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/until-interrupted.ts";
import { minutesFrom } from "./minutes-from.ts";

interface EventsOptions {
  follow?: boolean;
  since?: string;
  aws?: boolean;
  json?: boolean;
}

/** `npx workshop events`: shows the events on the bus. */
export async function events(options: EventsOptions): Promise<void> {
  const connection = await connect(options);
  const wanted = {
    logGroup: connection.outputs.eventLogGroup,
    since: Date.now() - minutesFrom(options.since) * 60_000,
  };
  const show = (event: SeenEvent) => say(options.json ? JSON.stringify(event) : oneLine(inWords(event)));
  if (options.follow) return await follow(connection, wanted, show);
  const found = await readEvents(clientsOf(connection), wanted);
  found.forEach(show);
  if (found.length === 0)
    note(`No events yet. Make one: npx workshop ${connection.outputs.bookingUrl ? "book" : "put-event Hello"}`);
}

async function follow(
  connection: Connection,
  wanted: { logGroup: string; since: number },
  show: (event: SeenEvent) => void,
): Promise<void> {
  const { signal } = untilInterrupted();
  note("Waiting for events; press Ctrl-C to stop.");
  // CloudWatch Logs allows only a few FilterLogEvents calls per second and account.
  const pollMs = connection.isLocal ? 100 : 1000;
  const shown = new Set<string>();
  while (!signal.aborted) {
    try {
      for await (const event of followEvents(clientsOf(connection), wanted, { pollMs, signal, shown })) show(event);
    } catch (error) {
      if (!connection.isLocal) throw error;
      if (!(await answersAgain())) throw new Failure("The local cloud has stopped.", "Start it again: npm start");
    }
  }
}

/** `reset` restarts the local cloud, which takes a moment. */
async function answersAgain(): Promise<boolean> {
  const giveUpAt = Date.now() + 3000;
  while (Date.now() < giveUpAt) {
    if (await findRunningCloud()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

function inWords(event: SeenEvent): string {
  const time = new Date(occurredAt(event)).toISOString().slice(11, 23);
  const replay = event["replay-name"] ? ` (replay ${event["replay-name"]})` : "";
  return `${paint.dim(time)}  ${paint.bold(event["detail-type"].padEnd(18))}${replay}  ${detailInWords(event)}`;
}
