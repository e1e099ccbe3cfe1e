import { exampleBooking, newBookingId, postBooking } from "../bookings/book.ts";
import { readEvents } from "../bookings/read-events.ts";
import { withStackLock } from "../cloud/stack-lock.ts";
import { trace } from "../commands/trace.ts";
import { clientsOf } from "../connection/clients.ts";
import { findRunningCloud } from "../connection/cloud-file.ts";
import { type Connection, connect } from "../connection/connection.ts";
import { Deployer } from "../stack/deployer.ts";
import { summaryInWords } from "../stack/show-progress.ts";
import { clearStatus, duration, note, paint, say, status } from "../terminal/output.ts";

/** A booking's events follow one another within a tenth of a second. */
const quietMs = 800;
const longestMs = 15_000;

/** The proof that what passes also works: deploys steps 1 to `step`, books a flight, and shows its trace. */
export class DeployedProof implements Disposable {
  /** It loads Pulumi while the exercises are checked. A changed program needs a new one. */
  #deployer: Deployer | undefined;

  /** Loads what a deployment needs, in the background. */
  prepare(): void {
    this.#deployer?.close();
    this.#deployer = new Deployer();
  }

  /** @throws Failure if it cannot be deployed, or the booking is not accepted */
  async run(step: number): Promise<void> {
    const found = await findRunningCloud();
    if (!found) {
      note("No local cloud is running. Start one in another terminal (npm start): then what passes is deployed, too.");
      return;
    }
    const startedAt = performance.now();
    status("Deploying ...");
    const deployer = this.#deployer ?? new Deployer();
    this.#deployer = undefined;
    const deployment = await withStackLock(found, (cloud) => deployer.deploy({ cloud, step })).finally(clearStatus);
    say(`${paint.green("deployed")}    ${summaryInWords(deployment)}`);
    // Step 1 has a bus, and nothing that books.
    if (step >= 2) await bookAndTrace();
    note(paint.dim(`The deployed proof took ${duration(performance.now() - startedAt)}.`));
  }

  [Symbol.dispose](): void {
    this.#deployer?.close();
  }
}

async function bookAndTrace(): Promise<void> {
  const connection = await connect();
  const bookingId = newBookingId();
  status(`Booking ${bookingId} ...`);
  try {
    await postBooking(connection, { ...exampleBooking, bookingId, flightId: `FLIGHT-${bookingId}` });
    await untilQuiet(connection, bookingId);
  } finally {
    clearStatus();
  }
  say();
  await trace(bookingId, {});
}

/** How far the choreography goes depends on the step, so that its end shows only in that nothing more happens. */
async function untilQuiet(connection: Connection, bookingId: string): Promise<void> {
  const clients = clientsOf(connection);
  const startedAt = performance.now();
  let [count, changedAt] = [0, startedAt];
  while (performance.now() - changedAt < quietMs && performance.now() - startedAt < longestMs) {
    const events = await readEvents(clients, { logGroup: connection.outputs.eventLogGroup, bookingId });
    if (events.length !== count) [count, changedAt] = [events.length, performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
