import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";
import { steps } from "../index.ts";
import { Steps } from "../steps.ts";
import { type Evolution, evolve } from "./evolve.ts";

const stack = sharedCloud({ step: 11 });

/** The deployments from version 1 to version 2, with the versions that are published and consumed after each. */
const deployments: { deployed: Evolution; published: number[]; consumed: number[] }[] = [
  { deployed: { published: [1], consumed: [1] }, published: [1], consumed: [1] },
  { deployed: { published: [1, 2], consumed: [1] }, published: [1, 2], consumed: [1] },
  { deployed: { published: [1, 2], consumed: [2] }, published: [1, 2], consumed: [2] },
  { deployed: { published: [2], consumed: [1, 2] }, published: [2], consumed: [2] },
];

test.each(deployments)("12.3 publishes $published and consumes $consumed", async ({ deployed, ...expected }) => {
  const bookingId = `B12-${deployed.published.join("")}-${deployed.consumed.join("")}`;
  await stack.up(12, upTo12(deployed));

  await book(bookingId);

  expect(await publishedVersions(bookingId)).toEqual(expected.published);
  expect((await stack.getBooking(bookingId)).body).toMatchObject({ status: "TICKETED", seat: expect.any(String) });
  expect(await consumedVersions(bookingId), "Ticket receives each booking once").toEqual(expected.consumed);
});

test("12.4 publishes only version 2 after the last deployment", async () => {
  await stack.up(12);

  await book("B124");

  const [seatAssigned] = (await stack.events("B124")).filter((event) => event["detail-type"] === "SeatAssigned");
  expect(await publishedVersions("B124"), "published: [2]").toEqual([2]);
  expect(seatAssigned?.detail.seat).toEqual({ row: expect.any(Number), letter: expect.stringMatching(/^[A-F]$/) });
});

test("publishes both versions of an event under the same id", async () => {
  const events = (await stack.events("B12-12-2")).filter((event) => event["detail-type"] === "SeatAssigned");

  expect(events).toHaveLength(2);
  expect(new Set(events.map(({ detail }) => detail.metadata?.eventId)).size).toBe(1);
});

/** The program with step 12 as in one of the deployments. */
function upTo12(evolution: Evolution) {
  const upTo11 = new Steps(steps.list.slice(0, 11));
  return upTo11.add("12-contracts", async () => ({ changes: evolve(evolution), default: () => ({}) }));
}

async function book(bookingId: string): Promise<void> {
  await stack.book({ ...exampleBooking, bookingId });
  await stack.settle();
}

/** The versions of SeatAssigned on the bus, which happen at the same time. */
async function publishedVersions(bookingId: string): Promise<unknown[]> {
  const events = (await stack.events(bookingId)).filter((event) => event["detail-type"] === "SeatAssigned");
  return events.map(({ detail }) => detail.metadata?.version).sort();
}

/** The versions of SeatAssigned that the ticket function handled. */
async function consumedVersions(bookingId: string): Promise<unknown[]> {
  const logGroupName = "/aws/lambda/ticket-issue";
  const filterPattern = `{ $.bookingId = ${JSON.stringify(bookingId)} && $.message = "done" }`;
  const { events = [] } = await stack.cloud.logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
  return events.map(({ message }) => JSON.parse(message!).version);
}
