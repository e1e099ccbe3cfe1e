import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { GetQueryResultsCommand, StartQueryCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteRolePolicyCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { zip } from "@event-choreography/local-cloud/testing";
import { afterEach, expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";
import { runsFor } from "./queries.ts";

const stack = sharedCloud({ step: 11 });
const second = 1000;
const minute = 60 * second;

afterEach(() => stack.cloud.faults.clear());

test("lists what each service did for a booking, from the first event to the last", async () => {
  // Of two runs in one moment, neither is the first.
  stack.cloud.faults.add({ kind: "delay", ms: 1500 });
  await stack.book({ ...exampleBooking, bookingId: "B110" });
  await stack.clock.advance(10 * second);

  const runs = await query(
    ["booking-api", "payment-charge", "seat-assign", "ticket-issue", "notification-send", "booking-track"],
    runsFor("B110"),
  );

  expect(runs.map(({ service, event }) => `${service}: ${event}`)).toEqual([
    "booking: POST /bookings",
    "payment: BookingCreated",
    "seat-assignment: PaymentConfirmed",
    "ticket: SeatAssigned",
    expect.stringMatching(/: TicketIssued$/),
    expect.stringMatching(/: TicketIssued$/),
  ]);
  expect(runs.map(({ message }) => message)).toEqual(runs.map(() => "done"));
});

test("11.2 11.3 stays quiet at thirty bookings a second", async () => {
  for (let tick = 0; tick < 6; tick++) await aMinuteOfTraffic(`Q${tick}`);

  expect(
    await alarmState(),
    "at each tick 300 bookings were on their way, none older than ten seconds, and the alarm rang",
  ).toBe("OK");
});

test("11.2 rings for the one booking in a thousand that is stuck, before its deadline", async () => {
  await put([openBooking("STUCK", stack.clock.now())]);
  await put(Array.from({ length: 399 }, (_, number) => ended(openBooking(`E${number}`, stack.clock.now()))));
  for (let tick = 0; tick < 10; tick++) await aMinuteOfTraffic(`S${tick}`, 60);

  expect(await alarmState(), "a booking is open for ten minutes, and the alarm is quiet").toBe("ALARM");
  expect(await stack.eventNames("STUCK"), "it has not expired yet").toEqual([]);

  await put([ended(openBooking("STUCK", stack.clock.now()))]);
  await stack.clock.advance(4 * minute);
  expect(await alarmState(), "it has ended").toBe("OK");
});

test("11.3 rings for step 10's bug, which left every queue empty and every event published", async () => {
  const ZipFile = zip("export const handler = async () => {};");
  await stack.cloud.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "booking-track", ZipFile }));
  await stack.book({ ...exampleBooking, bookingId: "B1001" });
  await stack.clock.advance(10 * minute);

  expect(await stack.eventNames("B1001"), "the events look finished: no query over them finds this booking").toEqual([
    "BookingCreated",
    "PaymentConfirmed",
    "SeatAssigned",
    "TicketIssued",
  ]);
  expect(await alarmState(), "but Booking has it open for ten minutes").toBe("ALARM");

  await put([ended(openBooking("B1001", stack.clock.now()))]);
  await stack.clock.advance(4 * minute);
  expect(await alarmState(), "once it is repaired").toBe("OK");
});

test("rings if the schedule is dead: no measurement is no good news", async () => {
  const { PolicyNames } = await stack.cloud.iam.send(
    new ListRolePoliciesCommand({ RoleName: "booking-expire-schedule" }),
  );
  for (const PolicyName of PolicyNames!) {
    await stack.cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: "booking-expire-schedule", PolicyName }));
  }
  await stack.clock.advance(8 * minute);

  expect(await alarmState()).toBe("ALARM");
});

function openBooking(bookingId: string, since: number): Record<string, unknown> {
  return { ...exampleBooking, bookingId, status: "REQUESTED", openSince: new Date(since).toISOString() };
}

function ended({ openSince: _, ...booking }: Record<string, unknown>): Record<string, unknown> {
  return { ...booking, status: "TICKETED" };
}

/** A minute of thirty bookings a second, as a tick sees it: those of its last ten seconds are open. */
async function aMinuteOfTraffic(prefix: string, open = 300): Promise<void> {
  await stack.clock.advance(55 * second);
  const since = stack.clock.now() - 5 * second;
  const bookings = Array.from({ length: open }, (_, number) => openBooking(`${prefix}-${number}`, since));
  await put(bookings);
  await stack.clock.advance(5 * second);
  await put(bookings.map(ended));
}

async function put(items: Record<string, unknown>[]): Promise<void> {
  const documents = DynamoDBDocumentClient.from(stack.cloud.dynamodb);
  for (let start = 0; start < items.length; start += 25) {
    const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [stack.outputs.bookingTable!]: requests } }));
  }
}

async function alarmState(): Promise<string | undefined> {
  const AlarmNames = [stack.outputs.oldestBookingAlarm!];
  const { MetricAlarms } = await stack.cloud.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames }));
  return MetricAlarms?.[0]?.StateValue;
}

async function query(functions: string[], queryString: string): Promise<Record<string, string>[]> {
  const logGroupNames = functions.map((name) => `/aws/lambda/${name}`);
  const window = { startTime: 0, endTime: Math.ceil(stack.clock.now() / 1000) };
  const { queryId } = await stack.cloud.logs.send(new StartQueryCommand({ logGroupNames, queryString, ...window }));
  await stack.clock.advance(1000);
  const { results = [] } = await stack.cloud.logs.send(new GetQueryResultsCommand({ queryId }));
  return results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
}
