import { exampleBooking, postBooking } from "../bookings/book.ts";
import { showJourney } from "../bookings/show-journey.ts";
import { type Arrival, type Happening, watchBooking } from "../bookings/watch-booking.ts";
import { runCloud } from "../cloud/run-cloud.ts";
import type { RunningCloud } from "../connection/cloud-file.ts";
import { type Connection, localConnection } from "../connection/connection.ts";
import { lastStep } from "../exercises/step-names.ts";
import { currentStep } from "../progress/current-step.ts";
import { Deployer } from "../stack/deployer.ts";
import { summaryInWords } from "../stack/show-progress.ts";
import { Failure } from "../terminal/failure.ts";
import { note, say, sayJson } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/until-interrupted.ts";

/** From there on a booking reaches its customer. */
const firstWholeStep = 6;

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
  refuseHalfWritten();
  const { interrupted } = untilInterrupted();
  const deployer = new Deployer();
  const hosted = await runCloud({ port: 0, ephemeral: true, announce: false });
  try {
    const arrival = await Promise.race([deployAndBook(deployer, hosted.running, options), interrupted]);
    if (!arrival) process.exitCode = 130;
    else if (!arrival.ticketed || !arrival.notified) process.exitCode = 1;
    else if (!options.json) note("\nKeep one running and look around: npm start");
  } finally {
    deployer.close();
    await hosted.close();
  }
}

/** What is deployed is the program as far as the learner is with it, and a booking would get no further. */
function refuseHalfWritten(): void {
  const step = currentStep();
  if (step === undefined || step >= firstWholeStep) return;
  throw new Failure(
    `Step ${step} of the workshop is under way, and the demo needs a booking's whole way: steps 1 to ${firstWholeStep}.`,
    `See what you have so far: npx workshop up, then npx workshop book\nHave all of it (yours is saved first): npx workshop goto ${lastStep}`,
  );
}

async function deployAndBook(deployer: Deployer, cloud: RunningCloud, { json }: { json?: boolean }): Promise<Arrival> {
  const deployment = await deployer.deploy({ cloud });
  const connection = localConnection(cloud);
  if (json) return await tellInJson(connection, deployment.ms);
  say(`Deployed: ${summaryInWords(deployment)}\n`);
  return await showJourney(connection, exampleBooking);
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
