import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";
import { steps } from "../index.ts";
import { Steps } from "../steps.ts";
import { type Evolution, evolve } from "./evolve.ts";

const stack = sharedCloud({ step: 11 });

/** The way from version 1 to version 2, one deployment after the other, and what is said and heard on it. */
const way: { deployed: Evolution; said: number[]; heard: number[] }[] = [
  { deployed: { published: [1], heard: [1] }, said: [1], heard: [1] },
  { deployed: { published: [1, 2], heard: [1] }, said: [1, 2], heard: [1] },
  { deployed: { published: [1, 2], heard: [2] }, said: [1, 2], heard: [2] },
  { deployed: { published: [2], heard: [1, 2] }, said: [2], heard: [2] },
];

test.each(way)("12.3 says $said and hears $heard on the way", async ({ deployed, said, heard }) => {
  const bookingId = `B12-${deployed.published.join("")}-${deployed.heard.join("")}`;
  await stack.up(12, upTo12(deployed));

  await book(bookingId);

  expect(await versionsSaid(bookingId)).toEqual(said);
  expect((await stack.getBooking(bookingId)).body).toMatchObject({ status: "TICKETED", seat: expect.any(String) });
  expect(await versionsHeard(bookingId), "Ticket hears each booking once").toEqual(heard);
});

test("12.4 says version 2 at the end of the way, and version 1 no more", async () => {
  await stack.up(12);

  await book("B124");

  const [seatAssigned] = (await stack.events("B124")).filter((event) => event["detail-type"] === "SeatAssigned");
  expect(await versionsSaid("B124"), "published: [2]").toEqual([2]);
  expect(seatAssigned?.detail.seat).toEqual({ row: expect.any(Number), letter: expect.stringMatching(/^[A-F]$/) });
});

test("says in version 2 of an event that it is the same one as in version 1", async () => {
  const events = (await stack.events("B12-12-2")).filter((event) => event["detail-type"] === "SeatAssigned");

  expect(events).toHaveLength(2);
  expect(new Set(events.map(({ detail }) => detail.metadata?.eventId)).size).toBe(1);
});

/** The program with step 12 as it is on that way. */
function upTo12(evolution: Evolution) {
  const upTo11 = new Steps(steps.list.slice(0, 11));
  return upTo11.add("12-contracts", async () => ({ changes: evolve(evolution), default: () => ({}) }));
}

async function book(bookingId: string): Promise<void> {
  await stack.book({ ...exampleBooking, bookingId });
  await stack.settle();
}

/** The versions of SeatAssigned on the bus. */
async function versionsSaid(bookingId: string): Promise<unknown[]> {
  const events = (await stack.events(bookingId)).filter((event) => event["detail-type"] === "SeatAssigned");
  return events.map(({ detail }) => detail.metadata?.version);
}

/** The same for those that came to the ticket function. */
async function versionsHeard(bookingId: string): Promise<unknown[]> {
  const logGroupName = "/aws/lambda/ticket-issue";
  const filterPattern = `{ $.bookingId = ${JSON.stringify(bookingId)} && $.message = "done" }`;
  const { events = [] } = await stack.cloud.logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
  return events.map(({ message }) => JSON.parse(message!).version);
}
