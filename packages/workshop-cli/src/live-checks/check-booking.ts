import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { exampleBooking, newBookingId, postBooking } from "../bookings/book.ts";
import { readEvents } from "../bookings/read-events.ts";
import { Failure } from "../terminal/failure.ts";
import type { LiveAccount } from "./account.ts";
import { type LiveFinding, notYet, passed } from "./finding.ts";
import { eventsOfAGoodBooking } from "./routes.ts";

/** How long to wait for the next thing to happen: a cold start and the log's delay, on a real account. */
const patience = { local: { totalMs: 15_000, everyMs: 50 }, aws: { totalMs: 90_000, everyMs: 1000 } };

/** Puts an event on the bus, and waits for it in the log that the catch-all rule fills. */
export async function lookAtAnEvent(account: LiveAccount): Promise<LiveFinding> {
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
    mend: "look at the rule, its target, and the log group's policy",
  });
}

/** Books a flight under a fresh id, and follows it as far as the step goes. */
export async function lookAtABooking(account: LiveAccount, step: number): Promise<LiveFinding[]> {
  const bookingId = newBookingId();
  const wanted = eventsOfAGoodBooking(step);
  const since = sinceNow(account);
  try {
    await postBooking(account.connection, { ...exampleBooking, bookingId, flightId: `LIVE-${bookingId}` });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [notYet(`booking ${bookingId} is accepted`, { seen: error.message, expected: "202", mend: error.mend })];
  }
  const logGroup = account.connection.outputs.eventLogGroup;
  const names = async () => (await readEvents(account, { logGroup, since, bookingId })).map((it) => it["detail-type"]);
  const isThere = (seen: string[]) => wanted.every((name) => seen.includes(name));
  const seen = await until(account, names, isThere);
  const way = wayFinding(bookingId, wanted, seen);
  if (step < 6 || way.outcome !== "passed") return [way];
  return [way, await lookIntoInbox(account, bookingId)];
}

function wayFinding(bookingId: string, wanted: readonly string[], seen: readonly string[]): LiveFinding {
  const what = `booking ${bookingId} goes its way: ${wanted.join(", ")}`;
  const missing = wanted.find((name) => !seen.includes(name));
  if (missing === undefined) return passed(what);
  return notYet(what, {
    seen: seen.length > 0 ? `${seen.join(", ")}, and then nothing` : "no event at all",
    expected: missing,
    mend: `the log of the function that should have said ${missing} tells more: npx workshop logs ${publisher[missing] ?? ""}`,
  });
}

const publisher: Record<string, string> = {
  BookingCreated: "booking-api",
  PaymentConfirmed: "payment-charge",
  SeatAssigned: "seat-assign",
  TicketIssued: "ticket-issue",
};

async function lookIntoInbox(account: LiveAccount, bookingId: string): Promise<LiveFinding> {
  const what = "the customer has the message";
  const receive = async () => {
    const { Messages = [] } = await account.sqs.send(
      // Without a visibility timeout: who looks does not take it away from the next who looks.
      new ReceiveMessageCommand({
        QueueUrl: account.connection.outputs.inboxUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
      }),
    );
    return Messages.some(({ Body }) => Body?.includes(bookingId));
  };
  if (await until(account, receive, Boolean)) return passed(what);
  return notYet(what, {
    seen: "no message about it in the inbox",
    expected: bookingId,
    mend: "is the inbox subscribed, and may the topic send to it?",
  });
}

/** On a real account the log may be long; the local cloud's clock may be another one than ours. */
function sinceNow({ connection }: LiveAccount): number | undefined {
  return connection.isLocal ? undefined : Date.now() - 60_000;
}

async function until<T>(
  { connection }: LiveAccount,
  look: () => Promise<T>,
  isEnough: (found: T) => boolean,
): Promise<T> {
  const { totalMs, everyMs } = connection.isLocal ? patience.local : patience.aws;
  const giveUpAt = Date.now() + totalMs;
  for (;;) {
    const found = await look();
    if (isEnough(found) || Date.now() > giveUpAt) return found;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
