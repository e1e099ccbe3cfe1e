import { exampleBooking, newBookingId } from "../bookings/book.ts";
import { showTrace } from "../bookings/show-trace.ts";
import { catchUp, owedSteps } from "../cloud/catch-up.ts";
import { cloudOptionsFrom } from "../cloud/cloud-options.ts";
import { runCloud } from "../cloud/run-cloud.ts";
import { withStackLock } from "../cloud/stack-lock.ts";
import { connect } from "../connection/connection.ts";
import { currentStep } from "../progress/current-step.ts";
import { Deployer } from "../stack/deployer.ts";
import { summaryInWords } from "../stack/show-progress.ts";
import { note, paint, say, table } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/until-interrupted.ts";

interface StartOptions {
  port?: string;
  ephemeral?: boolean;
  speed?: string;
}

/** `npm start`: starts the local cloud, deploys the whole choreography, books a flight, and serves until Ctrl-C. */
export async function start(options: StartOptions): Promise<void> {
  const { interrupted } = untilInterrupted();
  const step = currentStep();
  // During the workshop the learner decides what is deployed: the stack comes back as it was.
  const deployer = step === undefined ? new Deployer() : undefined;
  const hosted = await runCloud(cloudOptionsFrom("start", options));
  try {
    say(`The local cloud is at ${paint.bold(hosted.running.endpoint)}.`);
    // A `begin 1` in another terminal waits until the booking has finished.
    const show = () => withStackLock(hosted.running, (cloud) => showAll(deployer!, cloud));
    if (deployer) await Promise.race([show(), interrupted]);
    const owed = owedSteps();
    if (owed !== undefined) await Promise.race([catchUp(owed, { quiet: false }), interrupted]);
    sayWhatNext(step);
    const failure = await Promise.race([interrupted, hosted.failed]);
    if (failure) throw failure;
    note(`\nStopping. ${options.ephemeral ? "No data is kept." : "All data is kept for the next start."}`);
  } finally {
    deployer?.close();
    await hosted.close();
  }
}

async function showAll(deployer: Deployer, cloud: Parameters<Deployer["deploy"]>[0]["cloud"]): Promise<void> {
  note("Deploying the whole choreography ...");
  say(summaryInWords(await deployer.deploy({ cloud })));
  say();
  const connection = await connect();
  await showTrace(connection, await firstBooking(connection));
}

/** B123 the first time, then a booking with a new ID, so that there is something to see each time. */
async function firstBooking(connection: Awaited<ReturnType<typeof connect>>) {
  const { isBooked } = await import("../bookings/is-booked.ts");
  const taken = await isBooked(connection, exampleBooking.bookingId);
  return taken ? { ...exampleBooking, bookingId: newBookingId() } : exampleBooking;
}

function sayWhatNext(step: number | undefined): void {
  say();
  say("Serving until Ctrl-C. In another terminal:");
  const commands = [
    ["npx workshop trace B123", "a booking's path, and what each service stored"],
    ["npx workshop book", "another booking"],
    ["npx workshop events --follow", "what happens on the bus"],
    step === undefined
      ? ["npx workshop begin 1", "build it yourself, from an empty bus"]
      : ["npx workshop status", `where you are: step ${step}`],
  ];
  for (const line of table(commands.map(([command = "", what = ""]) => [paint.bold(command), what]))) say(line);
}
