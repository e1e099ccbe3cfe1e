import { Database } from "./database.ts";
import { HandlerRunner } from "./handler-runner.ts";
import type { Delivery } from "./state.ts";
import { StateSpace } from "./state-space.ts";
import { wiringOf } from "./wiring.ts";

/** Zero, so that a booking is overdue at the next tick, however soon that comes. */
const deadlineMinutes = "0";

/** The handlers of the program at a step, with all that they need to run in this process. */
export interface Harness extends Disposable {
  space: StateSpace;
}

/** Only one at a time. The calling test must replace `randomUUID` with `randomId`, using `vi.mock`. */
export async function createHarness(step: number): Promise<Harness> {
  const wiring = await wiringOf({ step, seatsPerFlight: 1 });
  for (const { environment } of wiring.functions.values()) {
    if (environment.DEADLINE_MINUTES) environment.DEADLINE_MINUTES = deadlineMinutes;
  }
  const handlers = await HandlerRunner.create(wiring);
  current = handlers;
  const database = await Database.create(wiring.tables, handlers.documentSend);
  return {
    space: new StateSpace({ handlers, wiring, database }),
    [Symbol.dispose]: () => {
      current = undefined;
      handlers.restore();
    },
  };
}

let current: HandlerRunner | undefined;

/** The current run's next id. Without a harness, as while the program is bundled for one, a real UUID. */
export function randomId(): string {
  return current ? current.randomId() : globalThis.crypto.randomUUID();
}

/** A request to book a seat on flight F1, which has one seat. The caller retries until it gets an answer. */
export function bookingRequest(bookingId: string, { amount = 300, flightId = "F1" } = {}): Delivery {
  const http = { method: "POST", path: "/bookings" };
  const body = JSON.stringify({ bookingId, customerId: "C1", flightId, amount });
  return { functionName: "booking-api", event: { requestContext: { requestId: "request", http }, body } };
}

/** What the scheduler delivers every minute, from step 11 on. */
export const tick: Delivery = { functionName: "booking-expire", event: { executionId: "tick" } };
