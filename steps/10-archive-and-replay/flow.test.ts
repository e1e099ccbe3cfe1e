import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeArchiveCommand, DescribeReplayCommand, StartReplayCommand } from "@aws-sdk/client-eventbridge";
import { UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { bundle } from "../../infra/components/bundle.ts";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";
import { replayToOneRule } from "./replay.ts";

const stack = sharedCloud({ step: 10 });

test("the deployed step keeps every event of a booking in the archive", async () => {
  const before = await archived();

  await book("B101");

  expect((await archived()) - before, "one booking makes four events").toBe(4);
});

test("10.2 repairs a day's bookings after a bug, and notifies no customer twice", async () => {
  const dawn = startOfSecond();
  await deploy("booking-track", "export const handler = async () => {};");
  await book("B110");
  await book("B111");
  expect(await statesOf("B110", "B111"), "the bug swallows TicketIssued, and no alarm goes off").toEqual([
    "REQUESTED",
    "REQUESTED",
  ]);

  await deploy("booking-track", await correct("booking/track/track-idempotent"));
  await replay("after-the-fix", "TicketIssuedRule", dawn);

  expect(await statesOf("B110", "B111")).toEqual(["TICKETED", "TICKETED"]);
  expect(await messagesFor("B110"), "the rule's second target, Notification, received the day's events again").toBe(1);
});

test("replays to the named rule only, and charges no booking again", async () => {
  const eventsBefore = await stack.eventNames("B110");

  await replay("to-one-rule", "TicketIssuedRule", new Date(0));

  expect(await stack.eventNames("B110"), "the catch-all rule was not named and receives nothing").toEqual(eventsBefore);
  expect((await stack.items("PaymentTable")).filter(({ bookingId }) => bookingId === "B110")).toHaveLength(1);
});

test.each(["BookingCreatedRule", "PaymentConfirmedRule", "SeatAssignedRule"])(
  "publishes nothing, charges nothing and stores nothing if the day is replayed to %s",
  async (rule) => {
    const before = await everything();
    const runs = await invocations(consumerOf[rule]!);

    await replay(`to-${rule}`, rule, new Date(0));

    expect(await everything()).toEqual(before);
    expect(await invocations(consumerOf[rule]!), "the consumer received the events, and found what it had stored")
      // At least once for each booking of this file.
      .toBeGreaterThanOrEqual(runs + 3);
  },
);

test("gets a booking through that a bug stopped halfway, only from where it stopped", async () => {
  await deploy("ticket-issue", "export const handler = async () => {};");
  const start = startOfSecond();
  await book("B120");
  await deploy("ticket-issue", await correct("ticket/issue/issue-idempotent"));

  await replay("from-the-beginning", "BookingCreatedRule", start);
  expect(await statesOf("B120"), "Payment has published its event, and does not publish it again").toEqual([
    "REQUESTED",
  ]);

  await replay("from-where-it-stopped", "SeatAssignedRule", start);
  expect(await statesOf("B120")).toEqual(["TICKETED"]);
});

test("publishes what was stored, and never published", async () => {
  const start = startOfSecond();
  stack.cloud.faults.add({ kind: "crash", function: "payment-charge", call: "events.PutEvents", when: "before" });
  await book("B121");
  stack.cloud.faults.clear();
  expect(await stack.eventNames("B121"), "the retries are exhausted").toEqual(["BookingCreated"]);

  await replay("unmarked", "BookingCreatedRule", start);

  expect(await statesOf("B121")).toEqual(["TICKETED"]);
  expect(await stack.eventNames("B121")).toEqual([
    "BookingCreated",
    "PaymentConfirmed",
    "SeatAssigned",
    "TicketIssued",
  ]);
});

test("does not correct what a bug has stored", async () => {
  const code = await correct("ticket/issue/issue-idempotent");
  await deploy("ticket-issue", code.replaceAll("TKT-", "WRONG-"));
  const start = startOfSecond();
  await book("B122");
  await deploy("ticket-issue", code);

  await replay("too-late", "SeatAssignedRule", start);

  expect((await stack.getBooking("B122")).body.ticketNumber).toBe("WRONG-B122");
});

test("replays all events of a second, in whatever part of it the period begins", async () => {
  await stack.clock.advance(1000 - (stack.clock.now() % 1000) + 100);
  await deploy("booking-track", "export const handler = async () => {};");
  const start = new Date(stack.clock.now());
  await book("B123");
  const second = (await stack.events("B123")).find((event) => event["detail-type"] === "TicketIssued")!.time;
  await deploy("booking-track", await correct("booking/track/track-idempotent"));

  expect(Date.parse(second)).toBeLessThan(start.getTime());
  await replay("in-mid-second", "TicketIssuedRule", start);

  expect(await statesOf("B123")).toEqual(["TICKETED"]);
});

test("archives no replayed event again", async () => {
  const before = await archived();

  await replay("not-archived-again", "TicketIssuedRule", new Date(0));

  expect(await archived()).toBe(before);
});

async function book(bookingId: string): Promise<void> {
  await stack.book({ ...exampleBooking, bookingId });
  await stack.settle();
}

const consumerOf: Record<string, string> = {
  BookingCreatedRule: "payment-charge",
  PaymentConfirmedRule: "seat-assign",
  SeatAssignedRule: "ticket-issue",
};

/** Replaces a function's code. */
async function deploy(FunctionName: string, code: string): Promise<void> {
  const ZipFile = zipSync({ "index.mjs": strToU8(code) });
  await stack.cloud.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
}

/** The time of an event has no milliseconds. */
function startOfSecond(): Date {
  return new Date(Math.floor(stack.clock.now() / 1000) * 1000);
}

/** The bundle of a handler: "booking/track/track-idempotent". */
async function correct(handler: string): Promise<string> {
  const { path } = await bundle(`services/${handler}.ts`);
  return readFile(join(await path, "index.mjs"), "utf8");
}

/** Replays the events since `from` to a rule, and waits for the end. */
async function replay(name: string, rule: string, from: Date): Promise<void> {
  const { archiveArn, busArn } = stack.outputs;
  const ruleArn = `${busArn!.replace(":event-bus/", ":rule/")}/${rule}`;
  const until = new Date(stack.clock.now() + 60_000);
  await stack.cloud.events.send(
    new StartReplayCommand(replayToOneRule({ name, archiveArn: archiveArn!, busArn: busArn!, ruleArn, from, until })),
  );
  await stack.settle();
  expect((await stack.cloud.events.send(new DescribeReplayCommand({ ReplayName: name }))).State).toBe("COMPLETED");
}

async function archived(): Promise<number> {
  const { archiveName: ArchiveName } = stack.outputs;
  return (await stack.cloud.events.send(new DescribeArchiveCommand({ ArchiveName }))).EventCount!;
}

async function statesOf(...bookingIds: string[]): Promise<unknown[]> {
  const answers = await Promise.all(bookingIds.map((bookingId) => stack.getBooking(bookingId)));
  return answers.map(({ body }) => body.status);
}

async function messagesFor(bookingId: string): Promise<number> {
  return (await stack.inbox()).filter((text) => text.includes(bookingId)).length;
}

/** All that the choreography has stored, published and sent. */
async function everything(): Promise<unknown> {
  const tables = [
    "BookingTable",
    "PaymentTable",
    "SeatTable",
    "TicketTable",
    "NotificationTable",
    "PaymentProviderTable",
  ];
  return {
    tables: await Promise.all(tables.map((table) => stack.items(table))),
    events: await stack.eventNames(),
    messages: (await stack.inbox()).length,
  };
}

/** How often a function has run, by the END lines of its log. */
async function invocations(name: string): Promise<number> {
  const input = { logGroupName: `/aws/lambda/${name}`, filterPattern: "END" };
  return (await stack.cloud.logs.send(new FilterLogEventsCommand(input))).events!.length;
}
