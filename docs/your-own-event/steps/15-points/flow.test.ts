import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { findFailureQueues, makeDlqClients, takeFailedEvents } from "@event-choreography/workshop-cli/dlq";
import { afterEach, expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 14 });
afterEach(() => stack.cloud.faults.clear());

const minute = 60_000;

test("grows from step 14 without a deletion or a replacement", async () => {
  const { resources } = await stack.up(15);

  expect(resources.filter(({ op }) => op === "delete" || op === "replace")).toEqual([]);
  expect(resources.filter(({ op, urn }) => op === "update" && !urn.includes("bus-policy"))).toEqual([]);
});

test("earns points for a ticket, and a reward for enough points", async () => {
  await book("B150", "F-150");

  expect(await stack.eventNames("B150")).toEqual([
    "BookingCreated",
    "PaymentConfirmed",
    "SeatAssigned",
    "TicketIssued",
    "PointsEarned",
  ]);
  expect(await entriesOf("B150")).toMatchObject([{ entry: "EARNED", customerId: "CUST001", points: 100 }]);

  await book("B151", "F-150");
  expect(await entriesOf("B151")).toMatchObject([{ entry: "EARNED", points: 200 }, { entry: "REWARD" }]);
});

test("earns points once for a ticket that is delivered twice, and the other consumers see no difference", async () => {
  stack.cloud.faults.add({ kind: "duplicate", rule: "TicketIssuedRule", next: 1 });
  await book("B152");

  const names = await stack.eventNames("B152");
  expect(names.filter((name) => name === "PointsEarned")).toHaveLength(1);
  expect(await entriesOf("B152")).toHaveLength(1);
  expect((await stack.inbox()).filter((text) => text.includes("B152"))).toHaveLength(1);
});

test("keeps an event that points-earn fails on, with an alarm, while the booking is completed", async () => {
  stack.cloud.faults.add({ kind: "crash", function: "points-earn", call: "dynamodb.PutItem", when: "before" });
  await book("B153");
  await stack.clock.advance(10 * minute);

  const clients = makeDlqClients(stack.cloud.clientFor);
  const queues = await findFailureQueues(clients, stack.outputs.busName!);
  const failed = await takeFailedEvents(clients, queues, { isLocal: true });
  expect(failed).toMatchObject([
    {
      layer: "function",
      target: "points-earn",
      event: { "detail-type": "TicketIssued", detail: { bookingId: "B153" } },
    },
  ]);
  expect(await alarms()).toEqual(["points-earn-failed"]);
  expect((await stack.getBooking("B153")).body.status).toBe("TICKETED");
});

test("leaves nothing behind", async () => {
  await stack.destroy();

  expect(stack.resources.size).toBe(0);
});

async function book(bookingId: string, flightId = `F-${bookingId}`): Promise<void> {
  await stack.book({ ...exampleBooking, bookingId, flightId });
  await stack.clock.advance(minute);
}

async function entriesOf(bookingId: string): Promise<Record<string, unknown>[]> {
  return (await stack.items("PointsTable")).filter((item) => item.bookingId === bookingId);
}

async function alarms(): Promise<(string | undefined)[]> {
  const { MetricAlarms = [] } = await stack.cloud.cloudwatch.send(new DescribeAlarmsCommand({ StateValue: "ALARM" }));
  return MetricAlarms.map(({ AlarmName }) => AlarmName);
}
