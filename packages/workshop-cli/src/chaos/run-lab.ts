import { randomUUID } from "node:crypto";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { Control } from "@event-choreography/local-cloud/control";
import { newBookingId, postBooking } from "../bookings/book.ts";
import { readEvents } from "../bookings/read-events.ts";
import { clientsOf } from "../connection/clients.ts";
import type { Connection } from "../connection/connection.ts";
import { dlqClientsOf } from "../dlq/dlq-clients.ts";
import { Failure } from "../terminal/failure.ts";
import type { Act, Fault, Lab, Outcome } from "./lab.ts";
import type { LabTime } from "./lab-time.ts";
import { type LabBooking, lookAt } from "./outcome.ts";

export interface RunLabOptions {
  connection: Connection;
  control: Control;
  time: LabTime;
  /** Told what is done, as it is done. */
  tell?: (text: string) => void;
}

/**
 * Carries out a lab in the running local cloud, waits until no retry is left, and looks at what became of its bookings.
 * Its faults are off at the end, however that comes.
 *
 * @throws Failure if what it waits for does not happen.
 */
export async function runLab(lab: Lab, options: RunLabOptions): Promise<Outcome[]> {
  const { connection, control, time, tell = () => {} } = options;
  const switchedOn: string[] = [];
  try {
    for (const fault of lab.faults) {
      switchedOn.push((await control.addFault(named(fault, connection))).id);
      tell(`Switched on: ${faultInWords(fault)}`);
    }
    const bookings: LabBooking[] = [];
    const flightId = `FLIGHT-${newBookingId()}`;
    for (const act of lab.acts) await carryOut(act, { ...options, bookings, flightId, tell });
    tell("Waiting until no retry is left; a minute passes in a second ...");
    return await time.rest(() => lookAt(connection, bookings));
  } finally {
    for (const id of switchedOn) await control.removeFaults(id).catch(ignoreGone);
    if (switchedOn.length > 0) tell("Switched off.");
  }
}

interface Stage extends RunLabOptions {
  bookings: LabBooking[];
  /** One that nobody has booked before. */
  flightId: string;
  tell: (text: string) => void;
}

async function carryOut(act: Act, stage: Stage): Promise<void> {
  if (act.do === "book") return await book(act.who, stage);
  const booking = stage.bookings.find(({ who }) => who === act.who)!;
  if (act.do === "await") return await awaitEvent(stage, booking, act.event);
  await sendLatePaymentFailure(stage, booking);
}

async function book(who: string, { connection, bookings, flightId, tell }: Stage): Promise<void> {
  const booking = { bookingId: newBookingId(), customerId: `CUST-${who}`, flightId, amount: 300 };
  const answered = await postBooking(connection, booking).then(
    () => 202,
    (error: unknown) => {
      const status = /answered (\d{3})/.exec(error instanceof Failure ? error.message : "")?.[1];
      if (status === undefined) throw error;
      return Number(status);
    },
  );
  bookings.push({ who, bookingId: booking.bookingId, flightId, answered });
  tell(`${who} books ${flightId} (booking ${booking.bookingId}): ${answered}`);
}

async function awaitEvent({ connection, time, tell }: Stage, booking: LabBooking, name: string): Promise<void> {
  const { bookingId, who } = booking;
  const clients = clientsOf(connection);
  const deadline = Date.now() + 20_000;
  for (;;) {
    const events = await readEvents(clients, { logGroup: connection.outputs.eventLogGroup, bookingId });
    if (events.some((event) => event["detail-type"] === name)) return tell(`${name} of ${who} is on the bus.`);
    if (Date.now() > deadline) {
      throw new Failure(
        `The lab waits for ${name} of booking ${bookingId}, and it does not come.`,
        `See how far it got: npx workshop trace ${bookingId}`,
      );
    }
    await time.pause(50);
  }
}

/** As a redrive would: EventBridge's envelope, straight to the function. */
async function sendLatePaymentFailure({ connection, tell }: Stage, { who, bookingId, flightId }: LabBooking) {
  const FunctionName = physicalName("booking-cancel", connection);
  const metadata = {
    eventId: randomUUID(),
    version: 1,
    correlationId: randomUUID(),
    causationId: randomUUID(),
    occurredAt: new Date().toISOString(),
  };
  const detail = {
    status: "FAILED",
    reason: "The provider did not answer",
    paymentId: `PAY-${bookingId}-1`,
    bookingId,
    customerId: `CUST-${who}`,
    flightId,
    amount: 300,
    metadata,
  };
  const envelope = {
    version: "0",
    id: randomUUID(),
    source: "aircraft.payment",
    "detail-type": "PaymentFailed",
    account: "000000000000",
    region: connection.client.region,
    time: metadata.occurredAt,
    resources: [],
    detail,
  };
  await dlqClientsOf(connection).lambda.send(
    new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: JSON.stringify(envelope) }),
  );
  tell(`PaymentFailed of ${who} reaches ${FunctionName}.`);
}

/** The fault with the names that its rule and its functions have in this stack. */
function named({ rule, target, function: name, ...fault }: Fault, connection: Connection): Fault {
  return {
    ...fault,
    ...(rule && { rule: physicalName(rule, connection) }),
    ...(target && { target: physicalName(target, connection) }),
    ...(name && { function: physicalName(name, connection) }),
  };
}

/** In a stack with an attendee's name the bus carries it, and so does every other physical name. */
function physicalName(name: string, { outputs }: Connection): string {
  return name + outputs.busName.replace(/^AircraftBookingBus/, "");
}

export function faultInWords({ kind, ...properties }: Fault): string {
  return [kind, ...Object.entries(properties).map(([name, value]) => `${name} ${value}`)].join(", ");
}

/** Somebody has cleared all faults meanwhile. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
}
