import { InvokeCommand } from "@aws-sdk/client-lambda";
import { PurgeQueueCommand } from "@aws-sdk/client-sqs";
import { readEvents } from "@event-choreography/workshop-cli/bookings";
import type { DlqClients } from "@event-choreography/workshop-cli/dlq";
import {
  type FailureQueue,
  findFailureQueues,
  makeDlqClients,
  remove,
  takeFailedEvents,
  takeMessages,
} from "@event-choreography/workshop-cli/dlq";
import { type DeployedCloud, type DeployedCloudOptions, deployedCloud } from "../../support/local-stack.ts";
import { consumersIn, type Wiring, wiringOf } from "../in-process/wiring.ts";
import type { BusEvent, Item, Message, Snapshot } from "../snapshot.ts";

export interface BookingRequest {
  bookingId: string;
  flightId: string;
  amount: number;
}

const maxAttempts = 30;
const maxRedrives = 10;
/** Longer than the deadline of a booking and one tick. */
const beyondDeadlineMs = 17 * 60_000;

/** A deployed cloud whose invariants can be checked. */
export class CloudHarness {
  readonly stack: DeployedCloud;
  readonly #clients: DlqClients;
  readonly #queues: readonly FailureQueue[];
  readonly #wiring: Wiring;

  static async start(options: DeployedCloudOptions): Promise<CloudHarness> {
    const wiring = await wiringOf({ step: options.step });
    const stack = await deployedCloud(options);
    const clients = makeDlqClients(stack.cloud.clientFor);
    return new CloudHarness(stack, clients, await findFailureQueues(clients, stack.outputs.busName!), wiring);
  }

  private constructor(stack: DeployedCloud, clients: DlqClients, queues: readonly FailureQueue[], wiring: Wiring) {
    this.#wiring = wiring;
    this.stack = stack;
    this.#clients = clients;
    this.#queues = queues;
  }

  /** Requests a booking, with retries, as a caller should. Returns whether it was answered 202. */
  async book({ bookingId, flightId, amount }: BookingRequest): Promise<boolean> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const request = { bookingId, flightId, amount, customerId: "CUST001" };
      const status = await this.stack.book(request).then(
        (answer) => answer.status,
        () => 500,
      );
      if (status === 202) return true;
      if (status < 500) throw new Error(`POST ${bookingId} was answered ${status}, which a retry cannot fix.`);
      await this.stack.clock.advance(1000);
    }
    return false;
  }

  /**
   * Waits until nothing is pending and each booking's deadline has passed, and redrives the failure queues until they
   * stay empty. Returns how many events were redriven.
   */
  async drain(): Promise<number> {
    let redriven = 0;
    for (let round = 0; round < maxRedrives; round++) {
      await this.stack.settle();
      if (this.#wiring.ticks.length > 0) await this.#passDeadline();
      const failed = await takeFailedEvents(this.#clients, this.#queues, { isLocal: true });
      for (const one of failed) {
        await this.#clients.lambda.send(
          new InvokeCommand({
            FunctionName: one.target,
            InvocationType: "Event",
            Payload: Buffer.from(JSON.stringify(one.event)),
          }),
        );
        await remove(this.#clients, one);
      }
      if (failed.length === 0) return redriven;
      redriven += failed.length;
    }
    throw new Error(
      `After ${maxRedrives} redrives there are still events in the failure queues: they fail every time.`,
    );
  }

  /** Everything that can be observed about these bookings, and nothing waits in a failure queue. Empties the inbox. */
  async snapshot(
    accepted: readonly BookingRequest[],
    { since = 0, interruptions }: { since?: number; interruptions: number },
  ): Promise<Snapshot> {
    const ids = new Set(accepted.map(({ bookingId }) => bookingId));
    const isOurs = ({ bookingId }: { bookingId?: unknown }) => ids.has(String(bookingId));
    const flights = new Set<unknown>(accepted.map(({ flightId }) => flightId));
    const isAboutOurs = (item: Item) =>
      isOurs(item) || (item.bookingId === undefined && flights.has(item.flightId)) || ids.has(bookingOfCharge(item));
    const tables: Record<string, Item[]> = {};
    for (const { name } of this.#wiring.tables) tables[name] = (await this.stack.items(name)).filter(isAboutOurs);
    const events = await this.#eventsSince(since);
    return {
      now: this.stack.clock.now(),
      accepted,
      tables,
      inbox: (await this.#emptyInbox()).filter(isOurs),
      events: events.filter(({ detail }) => isOurs(detail)),
      deadLetters: [],
      consumersOf: consumersIn(this.#wiring),
      interruptions,
    };
  }

  close(): Promise<void> {
    return this.stack.close();
  }

  /** `settle` does not wait for schedules. */
  async #passDeadline(): Promise<void> {
    await this.stack.clock.advance(beyondDeadlineMs);
    await this.stack.settle();
  }

  async #eventsSince(since: number): Promise<BusEvent[]> {
    const logGroup = this.stack.outputs.eventLogGroup!;
    const seen = await readEvents(this.#clients, { logGroup, since });
    return seen.map(({ source, "detail-type": name, detail }) => ({ source, name, detail }) as BusEvent);
  }

  async #emptyInbox(): Promise<Message[]> {
    const QueueUrl = this.stack.outputs.inboxUrl!;
    const messages = await takeMessages(this.#clients, QueueUrl, { isLocal: true });
    await this.#clients.sqs.send(new PurgeQueueCommand({ QueueUrl }));
    // SQS allows one purge per queue in 60 seconds.
    await this.stack.clock.advance(61_000);
    return messages.map(({ Body = "", MessageAttributes = {} }) => ({
      bookingId: MessageAttributes.bookingId?.StringValue ?? "",
      id: MessageAttributes.notificationId?.StringValue,
      text: Body,
    }));
  }
}

/** The payment provider knows a booking only by the key of its charge. */
function bookingOfCharge({ idempotencyKey }: Item): string {
  return String(idempotencyKey).replace(/^PAY-/, "");
}
