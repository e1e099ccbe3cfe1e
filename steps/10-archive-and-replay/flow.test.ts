import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DescribeArchiveCommand, DescribeReplayCommand, StartReplayCommand } from "@aws-sdk/client-eventbridge";
import { UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { bundle } from "../../infra/components/bundle.ts";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";
import { replayToOneRule } from "./replay.ts";

const stack = sharedCloud({ step: 10 });

test("10.1 keeps every event of a booking in the archive", async () => {
  const before = await archived();

  await book("B101");

  expect((await archived()) - before, "one booking makes four events").toBe(4);
});

test("10.3 repairs a day's bookings after a bug, and notifies no customer twice", async () => {
  const dawn = startOfSecond();
  await deployTrack("export const handler = async () => {};");
  await book("B110");
  await book("B111");
  expect(await statesOf("B110", "B111"), "the bug swallows TicketIssued, and no alarm goes off").toEqual([
    "REQUESTED",
    "REQUESTED",
  ]);

  await deployTrack(await correctCode());
  await replay("after-the-fix", dawn);

  expect(await statesOf("B110", "B111")).toEqual(["TICKETED", "TICKETED"]);
  expect(await messagesFor("B110"), "the rule's second target, Notification, received the day's events again").toBe(1);
});

test("replays to the named rule only, and charges no booking again", async () => {
  const eventsBefore = await stack.eventNames("B110");

  await replay("to-one-rule", new Date(0));

  expect(await stack.eventNames("B110"), "the catch-all rule was not named and receives nothing").toEqual(eventsBefore);
  expect((await stack.items("PaymentTable")).filter(({ bookingId }) => bookingId === "B110")).toHaveLength(1);
});

test("archives no replayed event again", async () => {
  const before = await archived();

  await replay("not-archived-again", new Date(0));

  expect(await archived()).toBe(before);
});

async function book(bookingId: string): Promise<void> {
  await stack.book({ ...exampleBooking, bookingId });
  await stack.settle();
}

/** Replaces the code of the function booking-track. */
async function deployTrack(code: string): Promise<void> {
  const ZipFile = zipSync({ "index.mjs": strToU8(code) });
  await stack.cloud.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "booking-track", ZipFile }));
}

/** The time of an event has no milliseconds. */
function startOfSecond(): Date {
  return new Date(Math.floor(stack.clock.now() / 1000) * 1000);
}

async function correctCode(): Promise<string> {
  const { path } = await bundle("services/booking/track/track-idempotent.ts");
  return readFile(join(await path, "index.mjs"), "utf8");
}

/** Replays the events since `from` to TicketIssuedRule, and waits for the end. */
async function replay(name: string, from: Date): Promise<void> {
  const { archiveArn, busArn } = stack.outputs;
  const ruleArn = `${busArn!.replace(":event-bus/", ":rule/")}/TicketIssuedRule`;
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
