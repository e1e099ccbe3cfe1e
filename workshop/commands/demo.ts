import { runCloud } from "../cloud/run-cloud.ts";
import { type Connection, clientSettings } from "../connection/connection.ts";
import { readLocalOutputs } from "../connection/stack-outputs.ts";
import { exampleBooking, postBooking } from "../journey/book.ts";
import { showJourney } from "../journey/show-journey.ts";
import { type Arrival, type Happening, watchBooking } from "../journey/watch-booking.ts";
import { Deployer } from "../stack/deployer.ts";
import { summaryInWords } from "../stack/show-progress.ts";
import { note, say, sayJson } from "../terminal/output.ts";

/** One event reaching one function, as `demo --json` tells it. */
interface Hop {
  event: string;
  rule: string;
  function: string;
  /** Milliseconds from the request to the event. */
  atMs: number;
}

/** `npx workshop demo`: B123 through a local cloud of its own. The exit code says whether it arrived. */
export async function demo(options: { json?: boolean }): Promise<void> {
  const deployer = new Deployer();
  const hosted = await runCloud({ port: 0, ephemeral: true, announce: false });
  try {
    const deployment = await deployer.deploy({ cloud: hosted.running });
    const connection: Connection = {
      isLocal: true,
      outputs: readLocalOutputs(hosted.running),
      client: clientSettings(hosted.running),
    };
    if (!options.json) say(`Deployed: ${summaryInWords(deployment)}\n`);
    const arrival = options.json
      ? await tellInJson(connection, deployment.ms)
      : await showJourney(connection, exampleBooking);
    if (!arrival.ticketed || !arrival.notified) process.exitCode = 1;
    else if (!options.json) note("\nKeep one running and look around: npm start");
  } finally {
    deployer.close();
    await hosted.close();
  }
}

async function tellInJson(connection: Connection, deployMs: number): Promise<Arrival> {
  const startedAt = Date.now();
  const happenings: Happening[] = [];
  const watched = watchBooking(connection, { ...exampleBooking, startedAt, timeoutMs: 20_000 }, (happening) => {
    happenings.push(happening);
  });
  const booking = await postBooking(connection, exampleBooking);
  const arrival = await watched;
  sayJson({ booking, hops: happenings.flatMap(hopsOf), deployMs, bookingMs: Date.now() - startedAt });
  return arrival;
}

function hopsOf(happening: Happening): Hop[] {
  if (happening.kind !== "event") return [];
  const { event, listeners, atMs } = happening;
  return listeners.map((listener) => ({ event: event["detail-type"], ...listener, atMs }));
}
