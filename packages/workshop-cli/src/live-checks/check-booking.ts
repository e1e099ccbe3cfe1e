import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { exampleBooking, newBookingId, postBooking } from "../bookings/book.ts";
import { findInInbox } from "../bookings/inbox.ts";
import { readEvents } from "../bookings/read-events.ts";
import { Failure } from "../terminal/failure.ts";
import type { LiveAccount } from "./account.ts";
import { type LiveFinding, notYet, passed } from "./finding.ts";

/** How long to wait for an event: on a real account, long enough for a cold start and the log's delay. */
const patience = { local: { totalMs: 15_000, everyMs: 50 }, aws: { totalMs: 90_000, everyMs: 1000 } };

/** Puts an event on the bus, and waits for it in the event log. */
export async function checkEvent(account: LiveAccount): Promise<LiveFinding> {
  const bookingId = newBookingId();
  const what = "an event on the bus arrives in the event log";
  const since = sinceNow(account);
  await account.events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: account.name("AircraftBookingBus"),
          Source: "workshop",
          DetailType: "LiveCheck",
          Detail: JSON.stringify({ bookingId }),
        },
      ],
    }),
  );
  const logGroup = account.connection.outputs.eventLogGroup;
  const events = await until(
    account,
    () => readEvents(account, { logGroup, since, bookingId }),
    (it) => it.length > 0,
  );
  if (events.length > 0) return passed(what);
  return notYet(what, {
    seen: "nothing",
    expected: "LiveCheck",
    fix: "check the rule, its target, and the log group's policy",
  });
}

/** Makes a booking with a new ID, and follows it as far as the deployed step goes. */
export async function checkBooking(account: LiveAccount, step: number): Promise<LiveFinding[]> {
  const bookingId = newBookingId();
  const wanted = wayToTicket.slice(0, step - 1).map(({ event }) => event);
  const since = sinceNow(account);
  try {
    await postBooking(account.connection, { ...exampleBooking, bookingId, flightId: `LIVE-${bookingId}` });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [notYet(`booking ${bookingId} is accepted`, { seen: error.message, expected: "202", fix: error.fix })];
  }
  const logGroup = account.connection.outputs.eventLogGroup;
  const names = async () => (await readEvents(account, { logGroup, since, bookingId })).map((it) => it["detail-type"]);
  const hasAll = (seen: string[]) => wanted.every((name) => seen.includes(name));
  const seen = await until(account, names, hasAll);
  const events = eventsFinding(bookingId, wanted, seen);
  if (step < 6 || events.outcome !== "passed") return [events];
  return [events, await checkInbox(account, bookingId)];
}

function eventsFinding(bookingId: string, wanted: readonly string[], seen: readonly string[]): LiveFinding {
  const what = `booking ${bookingId} causes all events: ${wanted.join(", ")}`;
  const missing = wanted.find((name) => !seen.includes(name));
  if (missing === undefined) return passed(what);
  return notYet(what, {
    seen: seen.length > 0 ? `${seen.join(", ")}, and then nothing` : "no event at all",
    expected: missing,
    fix: `see the log of the function that publishes ${missing}: npx workshop logs ${publisherOf(missing)}`,
  });
}

function publisherOf(wanted: string): string {
  return wayToTicket.find(({ event }) => event === wanted)!.publisher;
}

/** The way to a ticket: each event with the function that publishes it. Steps 2 to 5 add one each. */
const wayToTicket = [
  { event: "BookingCreated", publisher: "booking-api" },
  { event: "PaymentConfirmed", publisher: "payment-charge" },
  { event: "SeatAssigned", publisher: "seat-assign" },
  { event: "TicketIssued", publisher: "ticket-issue" },
];

async function checkInbox(account: LiveAccount, bookingId: string): Promise<LiveFinding> {
  const what = "the customer has the message";
  const { connection, sqs } = account;
  const receive = () => findInInbox({ sqs }, connection.outputs.inboxUrl!, bookingId, connection);
  if (await until(account, receive, Boolean)) return passed(what);
  return notYet(what, {
    seen: "no message about it in the inbox",
    expected: bookingId,
    fix: "check that the inbox is subscribed, and that the topic may send to it",
  });
}

/** On a real account the log may be long. A local cloud's clock may differ from ours, so its whole log is read. */
function sinceNow({ connection }: LiveAccount): number | undefined {
  return connection.isLocal ? undefined : Date.now() - 60_000;
}

async function until<T>(
  { connection }: LiveAccount,
  read: () => Promise<T>,
  isDone: (found: T) => boolean,
): Promise<T> {
  const { totalMs, everyMs } = connection.isLocal ? patience.local : patience.aws;
  const giveUpAt = Date.now() + totalMs;
  for (;;) {
    const found = await read();
    if (isDone(found) || Date.now() > giveUpAt) return found;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
