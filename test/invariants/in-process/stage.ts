import { Database } from "./database.ts";
import { Engine } from "./engine.ts";
import { HandlerRuns } from "./handler-runs.ts";
import type { Delivery } from "./moment.ts";
import { wiringOf } from "./wiring.ts";

/** The handlers of the program at a step, with all that they need to run in this process. */
export interface Stage extends Disposable {
  engine: Engine;
}

/** The test that calls this has put `randomId` in the place of `randomUUID`, by `vi.mock`. One at a time. */
export async function stageOf(step: number): Promise<Stage> {
  const wiring = await wiringOf({ step, seatsPerFlight: 1 });
  const handlers = await HandlerRuns.create(wiring);
  current = handlers;
  const database = await Database.create(wiring.tables, handlers.documentSend);
  return { engine: new Engine(handlers, { wiring, database }), [Symbol.dispose]: () => handlers.end() };
}

let current: HandlerRuns | undefined;

export function randomId(): string {
  return current!.randomId();
}

/** A caller's request, who asks again until there is an answer. Flight F1 has one seat. */
export function post(bookingId: string, { amount = 300 } = {}): Delivery {
  const http = { method: "POST", path: "/bookings" };
  const body = JSON.stringify({ bookingId, customerId: "C1", flightId: "F1", amount });
  return { functionName: "booking-api", event: { requestContext: { requestId: "request", http }, body } };
}
