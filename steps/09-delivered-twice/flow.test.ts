import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { event } from "../../test/support/events.ts";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 8, settings: { seatsPerFlight: "1" } });
afterEach(() => stack.cloud.faults.clear());

const everythingTwice = { kind: "duplicate" } as const;
/** Delays deliveries by up to a minute, so that others overtake them. */
const anyOrder = { kind: "reorder", ms: 60_000 } as const;

describe("step 8's handlers", () => {
  test("charge a booking more than once if its events are delivered twice", async () => {
    stack.cloud.faults.add(everythingTwice);
    await book("B800");

    expect((await paymentsOf("B800")).length).toBeGreaterThan(1);
    expect(new Set(await messageIdsOf("B800")).size).toBeGreaterThan(1);
  });

  test("let a late refund cancel a ticketed booking", async () => {
    await book("B801");
    await publish("PaymentRefunded", "B801");

    expect(await stateOf("B801")).toBe("CANCELLED");
  });

  test("never publish a booking that was stored just before a crash, however often the caller retries", async () => {
    crash("booking-api", "events.PutEvents", "before");
    await book("B802");
    await book("B802");

    expect(await stateOf("B802")).toBe("REQUESTED");
    expect(await stack.eventNames("B802")).toEqual([]);
  });
});

describe("step 9's handlers", () => {
  beforeAll(async () => {
    await stack.up(9);
  });

  test("charge once, assign one seat, issue one ticket and notify once if every event is delivered twice", async () => {
    stack.cloud.faults.add(everythingTwice);
    await book("B900");

    await expectTicketed("B900");
  });

  test("do the same if events also arrive in any order", async () => {
    stack.cloud.faults.add({ ...everythingTwice, probability: 0.5 });
    stack.cloud.faults.add(anyOrder);
    await book("B901");

    await expectTicketed("B901");
  });

  test("refund and notify once if every event of a booking without a seat is delivered twice", async () => {
    await book("B910", { flightId: "FLIGHT910" });
    stack.cloud.faults.add(everythingTwice);
    await book("B911", { flightId: "FLIGHT910" });

    expect(await stateOf("B911")).toBe("CANCELLED");
    expect(await paymentsOf("B911")).toEqual(["PAY-B911", "REF-B911"]);
    expect(new Set(await messageIdsOf("B911"))).toEqual(new Set(["BookingCancelled-B911"]));
    await expectOneIdForEachEvent("B911");
  });

  test("leave a ticketed booking unchanged after a late refund", async () => {
    await book("B920");
    await publish("PaymentRefunded", "B920");

    expect(await stateOf("B920")).toBe("TICKETED");
    expect(await stack.eventNames("B920")).not.toContain("BookingCancelled");
  });

  test("leave a cancelled booking unchanged after a late ticket", async () => {
    await book("B921", { amount: 1200 });
    await publish("TicketIssued", "B921");

    expect(await stateOf("B921")).toBe("CANCELLED");
  });

  test("resume after a crash during a POST if the caller retries", async () => {
    crash("booking-api", "events.PutEvents", "before");
    const answer = await book("B930");
    expect(answer.status).toBe(502);
    expect(await stateOf("B930")).toBe("REQUESTED");

    await book("B930");

    await expectTicketed("B930");
  });

  test("finish a booking that step 8's handlers left incomplete if the caller retries", async () => {
    await book("B802");

    await expectTicketed("B802");
  });

  test.each([
    ["payment-charge", "events.PutEvents", "before"],
    ["payment-charge", "dynamodb.PutItem", "after"],
    ["seat-assign", "events.PutEvents", "before"],
    ["seat-assign", "events.PutEvents", "after"],
    ["ticket-issue", "events.PutEvents", "before"],
    ["notification-send", "dynamodb.PutItem", "before"],
    ["booking-track", "dynamodb.UpdateItem", "after"],
  ] as const)("resume after %s crashes at its %s, %s the call", async (functionName, call, when) => {
    const bookingId = `B-${functionName}-${call.split(".")[1]}-${when}`;
    crash(functionName, call, when);
    await book(bookingId);

    expect(stack.cloud.faults.injections()).toHaveLength(1);
    await expectTicketed(bookingId);
  });

  test.each([
    ["payment-refund", "events.PutEvents"],
    ["booking-cancel", "events.PutEvents"],
  ] as const)("resume the compensation after %s crashes before its %s", async (functionName, call) => {
    const flightId = `F-${functionName}`;
    await book(`B1-${functionName}`, { flightId });
    crash(functionName, call, "before");
    await book(`B2-${functionName}`, { flightId });

    expect(stack.cloud.faults.injections()).toHaveLength(1);
    expect(await stateOf(`B2-${functionName}`)).toBe("CANCELLED");
    expect(await messageIdsOf(`B2-${functionName}`)).toEqual([`BookingCancelled-B2-${functionName}`]);
  });
});

/** Each booking is on its own flight by default. */
async function book(bookingId: string, more: object = {}) {
  const answer = await stack.book({ ...exampleBooking, bookingId, flightId: `F-${bookingId}`, ...more });
  await stack.settle();
  return answer;
}

function crash(functionName: string, call: string, when: "before" | "after"): void {
  stack.cloud.faults.add({ kind: "crash", function: functionName, call, when, next: 1 });
}

/** Publishes an event out of turn, as a replay might. */
async function publish(name: string, bookingId: string): Promise<void> {
  const { source, detail } = event(name, { bookingId });
  const entry = { Source: source, DetailType: name, Detail: JSON.stringify(detail) };
  await stack.cloud.events.send(new PutEventsCommand({ Entries: [{ EventBusName: stack.outputs.busName, ...entry }] }));
  await stack.settle();
}

async function expectTicketed(bookingId: string): Promise<void> {
  expect(await stateOf(bookingId)).toBe("TICKETED");
  expect(await paymentsOf(bookingId)).toEqual([`PAY-${bookingId}`]);
  expect(await seatsOf(bookingId)).toEqual(["12A"]);
  expect(new Set(await messageIdsOf(bookingId)), "the mail service can drop repeats by their id").toEqual(
    new Set([`TicketIssued-${bookingId}`]),
  );
  await expectOneIdForEachEvent(bookingId);
}

/** However often an event was published, its id is the same. */
async function expectOneIdForEachEvent(bookingId: string): Promise<void> {
  const events = await stack.events(bookingId);
  const names = new Set(events.map((each) => each["detail-type"]));
  const ids = new Set(events.map(({ detail }) => detail.metadata?.eventId));
  expect(ids.size, [...names].join(", ")).toBe(names.size);
}

async function stateOf(bookingId: string): Promise<unknown> {
  return (await stack.getBooking(bookingId)).body.status;
}

async function paymentsOf(bookingId: string): Promise<string[]> {
  const entries = (await stack.items("PaymentTable")).filter((entry) => entry.bookingId === bookingId);
  return entries.map(({ paymentId }) => String(paymentId)).sort();
}

async function seatsOf(bookingId: string): Promise<string[]> {
  const flights = await stack.items("SeatTable");
  return flights.flatMap((flight) => Object.keys(flight).filter((seat) => flight[seat] === bookingId));
}

/** The ids of all messages to a booking's customer, repeats included. Without a notificationId, SQS's own id. */
async function messageIdsOf(bookingId: string): Promise<string[]> {
  const { inboxUrl: QueueUrl } = stack.outputs;
  for (;;) {
    const { Messages = [] } = await stack.cloud.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
    );
    if (Messages.length === 0) break;
    for (const { MessageId, MessageAttributes = {}, ReceiptHandle } of Messages) {
      const { bookingId, notificationId } = MessageAttributes;
      received.push({ bookingId: bookingId?.StringValue, id: notificationId?.StringValue ?? MessageId! });
      await stack.cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
  return received.filter((message) => message.bookingId === bookingId).map(({ id }) => id);
}

/** All messages that reached the inbox so far. */
const received: { bookingId?: string; id: string }[] = [];
