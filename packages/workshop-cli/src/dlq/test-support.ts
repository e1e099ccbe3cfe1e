import type { TestCloud } from "@event-choreography/local-cloud/testing";
import { beforeAll } from "vitest";
import { type DlqClients, makeDlqClients } from "./dlq-clients.ts";
import type { FailedEvent } from "./failed-event.ts";
import { type FailureQueue, findFailureQueues } from "./failure-queues.ts";
import { putBack, remove, takeFailedEvents } from "./messages.ts";
import { type Redriven, redrive } from "./redrive.ts";

/** The part of a test's stack that is used here. */
interface Stack {
  cloud: TestCloud;
  clock: TestCloud["clock"];
  settle(): Promise<void>;
}

/** The failure queues of a test's stack, from `beforeAll` on. */
export class Failures {
  readonly #stack: Stack;
  clients!: DlqClients;
  queues!: FailureQueue[];

  constructor(stack: Stack) {
    this.#stack = stack;
    beforeAll(async () => {
      this.clients = makeDlqClients(stack.cloud.clientFor);
      this.queues = await findFailureQueues(this.clients, "AircraftBookingBus");
    });
  }

  take(): Promise<FailedEvent[]> {
    return takeFailedEvents(this.clients, this.queues, { isLocal: true });
  }

  async look(): Promise<FailedEvent[]> {
    const failed = await this.take();
    await putBack(this.clients, failed);
    return failed;
  }

  async empty(): Promise<void> {
    for (const failed of await this.take()) await remove(this.clients, failed);
  }

  /** Advances the virtual clock, which does not advance by itself, while the work is running. */
  async redriveAll(clients = this.clients): Promise<Redriven[]> {
    const failed = await this.take();
    const taken = new Set(failed);
    let working = true;
    const work = redrive(clients, failed, {
      isLocal: true,
      queues: this.queues,
      now: this.#stack.clock.now(),
      onAccepted: (one) => taken.delete(one),
    }).finally(() => {
      working = false;
    });
    while (working) {
      await this.#stack.clock.advance(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await putBack(this.clients, [...taken]);
    await this.#stack.settle();
    return await work;
  }
}
