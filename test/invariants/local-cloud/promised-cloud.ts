import { InvokeCommand } from "@aws-sdk/client-lambda";
import { PurgeQueueCommand } from "@aws-sdk/client-sqs";
import { readEvents } from "@event-choreography/workshop-cli/bookings";
import type { DlqClients } from "@event-choreography/workshop-cli/dlq";
import {
  type FailureQueue,
  findFailureQueues,
  remove,
  takeFailedEvents,
  takeMessages,
} from "@event-choreography/workshop-cli/dlq";
import { type DeployedCloud, type DeployedCloudOptions, deployedCloud } from "../../support/local-stack.ts";
import type { BusEvent, Message, Snapshot } from "../promises.ts";

export interface Asked {
  bookingId: string;
  flightId: string;
  amount: number;
}

const mostTries = 30;
const mostRedrives = 10;

/** A deployed cloud, with what it takes to hold it to its promises. */
export class PromisedCloud {
  readonly stack: DeployedCloud;
  readonly #clients: DlqClients;
  readonly #queues: readonly FailureQueue[];

  static async start(options: DeployedCloudOptions): Promise<PromisedCloud> {
    const stack = await deployedCloud(options);
    const { events, sqs, logs, lambda } = stack.cloud;
    const clients = { events, sqs, logs, lambda };
    return new PromisedCloud(stack, clients, await findFailureQueues(clients, stack.outputs.busName!));
  }

  private constructor(stack: DeployedCloud, clients: DlqClients, queues: readonly FailureQueue[]) {
    this.stack = stack;
    this.#clients = clients;
    this.#queues = queues;
  }

  /** Asks for a booking, and again as long as there is no good answer, as a caller should. Whether it was answered 202. */
  async ask({ bookingId, flightId, amount }: Asked): Promise<boolean> {
    for (let tries = 0; tries < mostTries; tries++) {
      const request = { bookingId, flightId, amount, customerId: "CUST001" };
      const status = await this.stack.book(request).then(
        (answer) => answer.status,
        () => 500,
      );
      if (status === 202) return true;
      if (status < 500) throw new Error(`POST ${bookingId} was answered ${status}: a caller cannot mend that.`);
      await this.stack.clock.advance(1000);
    }
    return false;
  }

  /** Until nothing happens by itself any more, then what is in the queues once more, until they are empty. How many were redriven. */
  async rest(): Promise<number> {
    let redriven = 0;
    for (let round = 0; round < mostRedrives; round++) {
      await this.stack.settle();
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
      `After ${mostRedrives} redrives there are still events in the failure queues: they fail each time.`,
    );
  }

  /** What there is to see about these bookings. The inbox is empty then. */
  async look(accepted: readonly Asked[], since = 0): Promise<Snapshot> {
    const { stack } = this;
    const ids = new Set(accepted.map(({ bookingId }) => bookingId));
    const isOurs = ({ bookingId }: { bookingId?: unknown }) => ids.has(String(bookingId));
    const itemsOf = async (table: string) => (await stack.items(table)).filter(isOurs);
    const flights = new Set(accepted.map(({ flightId }) => flightId));
    const seen = await this.#eventsSince(since);
    return {
      accepted,
      bookings: await itemsOf(stack.outputs.bookingTable!),
      payments: await itemsOf(stack.outputs.paymentTable!),
      flights: (await stack.items(stack.outputs.seatTable!)).filter(({ flightId }) => flights.has(String(flightId))),
      tickets: await itemsOf(stack.outputs.ticketTable!),
      notifications: await itemsOf(stack.outputs.notificationTable!),
      inbox: (await this.#emptyInbox()).filter(isOurs),
      events: seen.filter(({ detail }) => isOurs(detail)),
      deadLetters: [],
    };
  }

  close(): Promise<void> {
    return this.stack.close();
  }

  async #eventsSince(since: number): Promise<BusEvent[]> {
    const logGroup = this.stack.outputs.eventLogGroup!;
    const seen = await readEvents(this.#clients, { logGroup, since });
    return seen.map((event) => ({ name: event["detail-type"], detail: event.detail }) as BusEvent);
  }

  async #emptyInbox(): Promise<Message[]> {
    const QueueUrl = this.stack.outputs.inboxUrl!;
    const messages = await takeMessages(this.#clients, QueueUrl, { isLocal: true });
    await this.#clients.sqs.send(new PurgeQueueCommand({ QueueUrl }));
    // SQS purges a queue once in sixty seconds.
    await this.stack.clock.advance(61_000);
    return messages.map(({ Body = "", MessageAttributes = {} }) => ({
      bookingId: MessageAttributes.bookingId?.StringValue ?? "",
      id: MessageAttributes.notificationId?.StringValue,
      text: Body,
    }));
  }
}
