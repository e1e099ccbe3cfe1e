import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { InvokeCommand } from "@aws-sdk/client-lambda";
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

  test("publish three more tickets if the events before it are delivered again, one after the other", async () => {
    await book("B803");
    await deliverAgain("B803");

    expect(await countOf("TicketIssued", "B803")).toBe(4);
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

  test("in the deployed step charge once, assign one seat, issue one ticket and notify once if every event is delivered twice", async () => {
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

  test("publish no event again if every event is delivered again, one after the other", async () => {
    await book("B902");
    const names = await stack.eventNames("B902");

    await deliverAgain("B902");

    expect(await stack.eventNames("B902")).toEqual(names);
    await expectTicketed("B902");
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

  test.each([
    ["delivered twice", [everythingTwice]],
    ["delivered in any order", [{ ...everythingTwice, probability: 0.5 }, anyOrder]],
  ])("hold nothing for a booking whose ticket is refused, if every event is %s", async (how, faults) => {
    for (const fault of faults) stack.cloud.faults.add(fault);
    const bookingId = `B-refused-${how.length}`;
    await book(bookingId, { flightId: "FLIGHT404" });

    await expectCancelled(bookingId);
    expect(await paymentsOf(bookingId)).toEqual([`PAY-${bookingId}`, `REF-${bookingId}`]);
  });

  test("hold nothing if a seat is released before it is assigned", async () => {
    stack.cloud.faults.add({ kind: "delay", target: "seat-assign", ms: 60_000, next: 1 });
    await start("B912");
    await publish("TicketRejected", "B912");

    expect(await answersOf("B912", "SeatReleased", "SeatUnavailable")).toEqual(["SeatReleased", "SeatUnavailable"]);
    await expectCancelled("B912");
  });

  test("hold nothing if a payment is refunded before it is charged", async () => {
    stack.cloud.faults.add({ kind: "delay", target: "payment-charge", ms: 60_000, next: 1 });
    await start("B913");
    await publish("SeatReleased", "B913");

    expect(await answersOf("B913", "PaymentRefunded", "PaymentFailed")).toEqual(["PaymentRefunded", "PaymentFailed"]);
    await expectCancelled("B913");
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

  test("charge once if the provider's answer is lost after it has charged", async () => {
    const before = await charges();

    await book("B940", { amount: 504 });

    expect(await providerLog("B940")).toEqual(["charges 504", "asked again, charges nothing"]);
    expect((await charges()) - before).toBe(1);
    await expectTicketed("B940");
  });

  test.each([
    ["payment-charge", "dynamodb.PutItem", "before", "charged, but not stored it"],
    ["payment-provider", "dynamodb.PutItem", "after", "charged, but not answered"],
  ] as const)("charge once if %s crashes at its %s, %s the call: it has %s", async (functionName, call, when, _) => {
    const before = await charges();
    const bookingId = `B-${functionName}-charged`;
    crash(functionName, call, when);

    await book(bookingId);

    expect(await providerLog(bookingId)).toContain("asked again, charges nothing");
    expect((await charges()) - before).toBe(1);
    await expectTicketed(bookingId);
  });

  test("publish one time too many after a crash between the event and its mark, and go on as always", async () => {
    crash("payment-charge", "dynamodb.UpdateItem", "before");
    await book("B941");

    expect(await countOf("PaymentConfirmed", "B941")).toBe(2);
    expect(await countOf("TicketIssued", "B941")).toBe(1);
    await expectTicketed("B941");
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

/** Books, and goes on for some seconds only. */
async function start(bookingId: string): Promise<void> {
  await stack.book({ ...exampleBooking, bookingId, flightId: `F-${bookingId}` });
  await stack.clock.advance(5_000);
}

function crash(functionName: string, call: string, when: "before" | "after"): void {
  stack.cloud.faults.add({ kind: "crash", function: functionName, call, when, next: 1 });
}

const consumers: Record<string, string[]> = {
  BookingCreated: ["payment-charge"],
  PaymentConfirmed: ["seat-assign"],
  SeatAssigned: ["ticket-issue"],
  TicketIssued: ["booking-track", "notification-send"],
};

/** Delivers each of a booking's events to its consumers again, as a redrive does, and waits for the effects of each. */
async function deliverAgain(bookingId: string): Promise<void> {
  for (const event of await stack.events(bookingId)) {
    for (const FunctionName of consumers[event["detail-type"]]!) {
      await stack.cloud.lambda.send(
        new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: JSON.stringify(event) }),
      );
      await stack.settle();
    }
  }
}

/** Publishes an event out of turn, as a replay might. */
async function publish(name: string, bookingId: string): Promise<void> {
  const { source, detail } = event(name, { bookingId, flightId: `F-${bookingId}` });
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

/** Neither money nor seat, and the customer knows. */
async function expectCancelled(bookingId: string): Promise<void> {
  expect(await stateOf(bookingId)).toBe("CANCELLED");
  const [charge] = await atProvider(bookingId);
  expect(charge?.status === "FAILED" || charge?.cancelled, JSON.stringify(charge)).toBe(true);
  expect(await seatsOf(bookingId)).toEqual([]);
  expect(new Set(await messageIdsOf(bookingId))).toEqual(new Set([`BookingCancelled-${bookingId}`]));
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

async function countOf(name: string, bookingId: string): Promise<number> {
  return (await stack.eventNames(bookingId)).filter((each) => each === name).length;
}

/** A booking's events with these names, in order. */
async function answersOf(bookingId: string, ...names: string[]): Promise<string[]> {
  return (await stack.eventNames(bookingId)).filter((each) => names.includes(each));
}

/** What the provider's table holds under a booking's key. */
async function atProvider(bookingId: string): Promise<Record<string, unknown>[]> {
  const entries = await stack.items("PaymentProviderTable");
  return entries.filter(({ idempotencyKey }) => idempotencyKey === `PAY-${bookingId}`);
}

/** How many charges the provider has made, for all bookings. */
async function charges(): Promise<number> {
  return (await stack.items("PaymentProviderTable")).filter(({ status }) => status === "SUCCESS").length;
}

/** What the provider logged about a booking's key: "charges 300". */
async function providerLog(bookingId: string): Promise<string[]> {
  const { events = [] } = await stack.cloud.logs.send(
    new FilterLogEventsCommand({ logGroupName: "/aws/lambda/payment-provider" }),
  );
  return events.flatMap(({ message = "" }) => message.trim().split(`PAY-${bookingId}: `)[1] ?? []);
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
