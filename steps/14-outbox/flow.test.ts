import { GetQueueUrlCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 13 });
afterEach(() => stack.cloud.faults.clear());

const minute = 60_000;

test("step 13 never publishes a booking whose handler crashed before it published, unless the caller retries", async () => {
  crash("booking-api", "events.PutEvents");
  await book("B130");

  expect(await stateOf("B130")).toBe("REQUESTED");
  expect(await stack.eventNames("B130")).toEqual([]);
});

test("14.3 publishes what the table stored before the pipe existed, that booking included", async () => {
  await stack.up(14);
  await stack.clock.advance(minute);

  await book("B140");

  expect(await stateOf("B140")).toBe("TICKETED");
});

test("14.3 publishes the event as it was stored, with its numbers as numbers", async () => {
  await book("B141");

  const [created] = (await stack.events("B141")).filter((event) => event["detail-type"] === "BookingCreated");
  expect(created).toMatchObject({ source: "aircraft.booking", detail: { bookingId: "B141", amount: 300 } });
  expect(created?.detail.metadata).toMatchObject({ version: 1, eventId: expect.any(String) });
});

test("14.4 publishes each event once, though the booking is written several times", async () => {
  await book("B142", { flightId: "FLIGHT404" });

  const names = await stack.eventNames("B142");
  expect(names.filter((name) => name === "BookingCreated")).toHaveLength(1);
  expect(names.filter((name) => name === "BookingCancelled")).toHaveLength(1);
  expect(await stateOf("B142")).toBe("CANCELLED");
});

test("14.4 publishes a booking whose handler crashed right after the write, and nobody retried", async () => {
  stack.cloud.faults.add({ kind: "crash", function: "booking-api", call: "dynamodb.PutItem", when: "after", next: 1 });
  const answer = await book("B143");

  expect(answer.status).toBe(502);
  expect(await stateOf("B143")).toBe("TICKETED");
});

test("repeats a batch whose answer was lost under the same ids, and the consumers drop the repeats", async () => {
  stack.cloud.faults.add({ kind: "lose-answer", call: "events.PutEvents", pipe: "booking-outbox", next: 1 });
  await book("B144");

  const events = await stack.events("B144");
  const created = events.filter((event) => event["detail-type"] === "BookingCreated");
  expect(created).toHaveLength(2);
  expect(new Set(created.map(({ detail }) => detail.metadata?.eventId)).size).toBe(1);
  expect(events.filter((event) => event["detail-type"] === "PaymentConfirmed")).toHaveLength(1);
});

test("expires an overdue booking through the pipe, too", async () => {
  stack.cloud.faults.add({ kind: "delay", rule: "BookingCreatedRule", ms: 30 * minute, next: 1 });
  await book("B145");
  await stack.clock.advance(40 * minute);

  expect(await stateOf("B145")).toBe("CANCELLED");
  expect(await stack.eventNames("B145")).toContain("BookingExpired");
});

test("parks the position of records that cannot be published, not the records", async () => {
  stack.cloud.faults.add({ kind: "refuse", call: "events.PutEvents", pipe: "booking-outbox" });
  await book("B146");
  await stack.clock.advance(70 * minute);

  const { sqs } = stack.cloud;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "booking-outbox-failed" }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages).toHaveLength(1);
  expect(Messages[0]!.Body).toContain("SequenceNumber");
  expect(Messages[0]!.Body).not.toContain("B146");
});

async function book(bookingId: string, more: object = {}) {
  const answer = await stack.book({ ...exampleBooking, bookingId, flightId: `F-${bookingId}`, ...more });
  await stack.clock.advance(minute);
  return answer;
}

function crash(functionName: string, call: string): void {
  stack.cloud.faults.add({ kind: "crash", function: functionName, call, when: "before", next: 1 });
}

async function stateOf(bookingId: string): Promise<unknown> {
  return (await stack.getBooking(bookingId)).body.status;
}
