import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { GetQueryResultsCommand, StartQueryCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DisableRuleCommand, EnableRuleCommand } from "@aws-sdk/client-eventbridge";
import { beforeAll, expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";
import { runsFor, unfinishedBookings } from "./queries.ts";

const stack = sharedCloud({ step: 11 });
const minute = 60_000;

// EventBridge's time has whole seconds: of two events in one second, neither is the latest.
beforeAll(() => void stack.cloud.faults.add({ kind: "delay", ms: 1500 }));

const functions = [
  "booking-api",
  "payment-charge",
  "seat-assign",
  "ticket-issue",
  "notification-send",
  "booking-track",
];

test("11.2 stays quiet while every booking that begins also ends", async () => {
  await book("B110");
  await book("B111");
  await stack.clock.advance(20 * minute);

  expect(await alarmState(), "as many bookings ended as began").toBe("OK");
});

test("lists what each service did for a booking, from the first event to the last", async () => {
  const runs = await query(
    functions.map((name) => `/aws/lambda/${name}`),
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

test("11.2 raises the alarm for the one booking of many that did not end", async () => {
  await Promise.all(Array.from({ length: 9 }, (_, index) => stack.book(booking(`B20${index}`))));
  await stack.clock.advance(10_000);
  await loseTheSeatOf("B209");
  await stack.clock.advance(6 * minute);

  expect(
    await alarmState(),
    "a rule was disabled for a moment and B209's event matched no rule: no function failed, and no queue has the event",
  ).toBe("ALARM");
});

test("11.3 finds that booking and its last event", async () => {
  const [found, ...more] = await query([stack.outputs.eventLogGroup!], unfinishedBookings);

  expect(more, "all other bookings ended").toEqual([]);
  expect(found, "each line of the query's result has booking and lastEvent").toMatchObject({
    booking: "B209",
    lastEvent: "SeatAssigned",
  });
});

test("counts a repeated event only once", async () => {
  await stack.clock.advance(60 * minute);
  stack.cloud.faults.clear();
  stack.cloud.faults.add({ kind: "duplicate" });
  await book("B300");
  stack.cloud.faults.clear();
  await loseTheSeatOf("B301");
  await stack.clock.advance(6 * minute);

  expect(await alarmState(), "an end that is counted twice would hide a booking without an end").toBe("ALARM");
});

function booking(bookingId: string) {
  return { ...exampleBooking, bookingId };
}

async function book(bookingId: string): Promise<void> {
  await stack.book(booking(bookingId));
  await stack.clock.advance(10_000);
}

/** Books while SeatAssignedRule is disabled, so that no ticket is issued. */
async function loseTheSeatOf(bookingId: string): Promise<void> {
  const rule = { Name: "SeatAssignedRule", EventBusName: stack.outputs.busName };
  await stack.cloud.events.send(new DisableRuleCommand(rule));
  await book(bookingId);
  await stack.cloud.events.send(new EnableRuleCommand(rule));
}

async function alarmState(): Promise<string | undefined> {
  const AlarmNames = [stack.outputs.unfinishedAlarm!];
  const { MetricAlarms } = await stack.cloud.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames }));
  return MetricAlarms?.[0]?.StateValue;
}

async function query(logGroupNames: string[], queryString: string): Promise<Record<string, string>[]> {
  const window = { startTime: 0, endTime: Math.ceil(stack.clock.now() / 1000) };
  const { queryId } = await stack.cloud.logs.send(new StartQueryCommand({ logGroupNames, queryString, ...window }));
  await stack.clock.advance(1000);
  const { results = [] } = await stack.cloud.logs.send(new GetQueryResultsCommand({ queryId }));
  return results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
}
