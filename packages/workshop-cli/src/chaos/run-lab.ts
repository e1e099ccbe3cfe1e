import { randomUUID } from "node:crypto";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { type Control, ControlError } from "@event-choreography/local-cloud/control";
import { newBookingId, postBooking } from "../bookings/book.ts";
import { readEvents } from "../bookings/read-events.ts";
import { readStored } from "../bookings/stored.ts";
import { clientsOf } from "../connection/clients.ts";
import type { Connection } from "../connection/connection.ts";
import { physicalName } from "../connection/physical-name.ts";
import { dlqClientsOf } from "../dlq/dlq-clients.ts";
import { Failure } from "../terminal/failure.ts";
import type { Action, Fault, Lab, Outcome } from "./lab.ts";
import type { LabTime } from "./lab-time.ts";
import { customerOf, type LabBooking, readOutcomes, stateIn } from "./read-outcomes.ts";

export interface RunLabOptions {
  connection: Connection;
  control: Control;
  time: LabTime;
  /** Called with a line about each thing the lab does. */
  report?: (line: string) => void;
}

/**
 * Runs a lab in the running local cloud, waits until no retry is pending, and returns the outcomes of its bookings.
 * Clears the lab's faults at the end, even if it fails.
 *
 * @throws Failure if an event or a state that the lab waits for does not come.
 */
export async function runLab(lab: Lab, options: RunLabOptions): Promise<Outcome[]> {
  const { connection, control, time, report = () => {} } = options;
  const faultIds: string[] = [];
  try {
    for (const fault of lab.faults) {
      faultIds.push((await control.addFault(withPhysicalNames(fault, connection))).id);
      report(`Fault set: ${describeFault(fault)}`);
    }
    const bookings: LabBooking[] = [];
    const flightId = `FLIGHT-${newBookingId()}`;
    for (const action of lab.actions) await perform(action, { ...options, bookings, flightId, report });
    report("Waiting until no retry is pending; a minute passes in a second ...");
    await time.untilIdle();
    return await readOutcomes(connection, bookings);
  } finally {
    for (const id of faultIds) await control.removeFaults(id).catch(ignoreCleared);
    if (faultIds.length > 0) report("Fault cleared.");
  }
}

interface LabContext extends RunLabOptions {
  bookings: LabBooking[];
  /** A new flight, without bookings. */
  flightId: string;
  report: (line: string) => void;
}

async function perform(action: Action, context: LabContext): Promise<void> {
  if (action.do === "book") return await book(action.who, action.flight ?? context.flightId, context);
  const booking = context.bookings.find(({ who }) => who === action.who)!;
  if (action.do === "await") return await awaitEvent(context, booking, action.event);
  if (action.do === "await state") return await awaitState(context, booking, action.state);
  await sendLatePaymentFailure(context, booking);
}

async function book(who: string, flightId: string, { connection, bookings, report }: LabContext): Promise<void> {
  const bookingId = newBookingId();
  const booking = { bookingId, customerId: customerOf(bookingId), flightId, amount: 300 };
  const answered = await postBooking(connection, booking).then(
    () => 202,
    (error: unknown) => {
      const status = /answered (\d{3})/.exec(error instanceof Failure ? error.message : "")?.[1];
      if (status === undefined) throw error;
      return Number(status);
    },
  );
  bookings.push({ who, bookingId, flightId, answered });
  report(`${who} books ${flightId} (booking ${bookingId}): ${answered}`);
}

async function awaitEvent(context: LabContext, booking: LabBooking, name: string): Promise<void> {
  const { connection, report } = context;
  const wanted = { logGroup: connection.outputs.eventLogGroup, bookingId: booking.bookingId };
  const clients = clientsOf(connection);
  await waitFor(context, booking, `${name} of booking ${booking.bookingId} did not arrive`, async () =>
    (await readEvents(clients, wanted)).some((event) => event["detail-type"] === name),
  );
  report(`${name} of ${booking.who} is on the bus.`);
}

async function awaitState(context: LabContext, booking: LabBooking, state: string): Promise<void> {
  const { connection, report } = context;
  const clients = clientsOf(connection);
  await waitFor(
    context,
    booking,
    `booking ${booking.bookingId} did not become ${state}`,
    async () => stateIn(await readStored(clients, connection.outputs.tables, booking)) === state,
  );
  report(`The booking of ${booking.who} is ${state}.`);
}

/** @param otherwise What happened if it never holds, e.g. "booking B1 did not become TICKETED". */
async function waitFor(
  { time }: LabContext,
  { bookingId }: LabBooking,
  otherwise: string,
  holds: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Failure(
        `The lab stopped: ${otherwise} within 20 seconds.`,
        `See how far it got: npx workshop trace ${bookingId}`,
      );
    }
    await time.pause(50);
  }
}

/** Invokes the function with EventBridge's envelope, as a redrive does. */
async function sendLatePaymentFailure({ connection, report }: LabContext, { who, bookingId, flightId }: LabBooking) {
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
    customerId: customerOf(bookingId),
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
  report(`PaymentFailed of ${who} reaches ${FunctionName}.`);
}

/** The fault with the physical names of its rule and functions in this stack. */
function withPhysicalNames({ rule, target, function: name, ...fault }: Fault, connection: Connection): Fault {
  return {
    ...fault,
    ...(rule && { rule: physicalName(rule, connection) }),
    ...(target && { target: physicalName(target, connection) }),
    ...(name && { function: physicalName(name, connection) }),
  };
}

function describeFault({ kind, ...properties }: Fault): string {
  return [kind, ...Object.entries(properties).map(([name, value]) => `${name} ${value}`)].join(", ");
}

/** Another command may have cleared the faults in the meantime. */
function ignoreCleared(error: unknown): void {
  if (!(error instanceof ControlError)) throw error;
}
