import { exampleBooking, postBooking } from "../bookings/book.ts";
import { showTrace } from "../bookings/show-trace.ts";
import { type BookingResult, type TraceEntry, watchBooking } from "../bookings/watch-booking.ts";
import { runCloud } from "../cloud/run-cloud.ts";
import type { RunningCloud } from "../connection/cloud-file.ts";
import { type Connection, localConnection } from "../connection/connection.ts";
import { lastTaughtStep } from "../exercises/step-names.ts";
import { currentStep } from "../progress/current-step.ts";
import { Deployer } from "../stack/deployer.ts";
import { summaryInWords } from "../stack/show-progress.ts";
import { Failure } from "../terminal/failure.ts";
import { note, say, sayJson } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/until-interrupted.ts";

/** From this step on, a booking reaches its customer. */
const firstWholeStep = 6;

/** One event delivered to one function, in the output of `demo --json`. */
interface Hop {
  event: string;
  rule: string;
  function: string;
  /** Milliseconds from the request to the event. */
  atMs: number;
}

/** `npx workshop demo`: books B123 in a temporary local cloud. The exit code is 0 if the customer got the ticket. */
export async function demo(options: { json?: boolean }): Promise<void> {
  refuseHalfWritten();
  const { interrupted } = untilInterrupted();
  const deployer = new Deployer();
  const hosted = await runCloud({ command: "demo", port: 0, ephemeral: true, announce: false });
  try {
    const result = await Promise.race([deployAndBook(deployer, hosted.running, options), interrupted]);
    if (!result) process.exitCode = 130;
    else if (!result.ticketed || !result.notified) process.exitCode = 1;
    else if (!options.json) note("\nTo keep a local cloud running and look around: npm start");
  } finally {
    deployer.close();
    await hosted.close();
  }
}

/** The demo deploys the learner's program: while it is unfinished, a booking would not reach the customer. */
function refuseHalfWritten(): void {
  const step = currentStep();
  if (step === undefined || step >= firstWholeStep) return;
  throw new Failure(
    `You are on step ${step} of the workshop, and the demo needs steps 1 to ${firstWholeStep}.`,
    `Try what you have so far: npx workshop up, then npx workshop book\nOr complete all steps (your code is saved first): npx workshop goto ${lastTaughtStep}`,
  );
}

async function deployAndBook(
  deployer: Deployer,
  cloud: RunningCloud,
  { json }: { json?: boolean },
): Promise<BookingResult> {
  const deployment = await deployer.deploy({ cloud });
  const connection = localConnection(cloud);
  if (json) return await bookInJson(connection, deployment.ms);
  say(`Deployed: ${summaryInWords(deployment)}\n`);
  return await showTrace(connection, exampleBooking);
}

async function bookInJson(connection: Connection, deployMs: number): Promise<BookingResult> {
  const startedAt = Date.now();
  const entries: TraceEntry[] = [];
  const watched = watchBooking(connection, { ...exampleBooking, startedAt, timeoutMs: 20_000 }, (entry) => {
    entries.push(entry);
  });
  const booking = await postBooking(connection, exampleBooking);
  const result = await watched;
  sayJson({ booking, hops: entries.flatMap(hopsOf), deployMs, bookingMs: Date.now() - startedAt });
  return result;
}

function hopsOf(entry: TraceEntry): Hop[] {
  if (entry.kind !== "event") return [];
  const { event, listeners, atMs } = entry;
  return listeners.map((listener) => ({ event: event["detail-type"], ...listener, atMs }));
}
