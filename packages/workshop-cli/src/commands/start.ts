import { exampleBooking, newBookingId } from "../bookings/book.ts";
import { showJourney } from "../bookings/show-journey.ts";
import { portFrom, runCloud } from "../cloud/run-cloud.ts";
import { speedFrom } from "../cloud/speed.ts";
import { withStack } from "../cloud/stack-lock.ts";
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

/** `npm start`: the local cloud, the whole choreography in it, one booking through it; then it serves until Ctrl-C. */
export async function start(options: StartOptions): Promise<void> {
  const { interrupted } = untilInterrupted();
  const step = currentStep();
  // In the middle of the workshop what is deployed is the learner's business: it is there again as it was.
  const deployer = step === undefined ? new Deployer() : undefined;
  const hosted = await runCloud({
    port: portFrom(options.port),
    ephemeral: options.ephemeral ?? false,
    announce: true,
    speed: speedFrom(options.speed),
  });
  try {
    say(`The local cloud is at ${paint.bold(hosted.running.endpoint)}.`);
    // Who types `begin 1` at once waits until the booking has arrived.
    const show = () => withStack(hosted.running, () => showAll(deployer!, hosted.running));
    if (deployer) await Promise.race([show(), interrupted]);
    sayWhatNext(step);
    await interrupted;
    const kept = "all of it is kept, and there again at the next start";
    note(`\nEnding; ${options.ephemeral ? "nothing of it is kept" : kept}.`);
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
  await showJourney(connection, await firstBooking(connection));
}

/** B123 once; a booking of another id after that, so that there is something to see each time. */
async function firstBooking(connection: Awaited<ReturnType<typeof connect>>) {
  const { isBooked } = await import("../bookings/is-booked.ts");
  const taken = await isBooked(connection, exampleBooking.bookingId);
  return taken ? { ...exampleBooking, bookingId: newBookingId() } : exampleBooking;
}

function sayWhatNext(step: number | undefined): void {
  say();
  say("It serves until Ctrl-C. In another terminal:");
  const commands = [
    ["npx workshop trace B123", "a booking's way, and what each service stored"],
    ["npx workshop book", "one more booking"],
    ["npx workshop events --follow", "what happens on the bus"],
    step === undefined
      ? ["npx workshop begin 1", "build it yourself, from an empty bus"]
      : ["npx workshop status", `where you are: step ${step}`],
  ];
  for (const line of table(commands.map(([command = "", what = ""]) => [paint.bold(command), what]))) say(line);
}
