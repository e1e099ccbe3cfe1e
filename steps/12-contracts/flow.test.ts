import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";
import { steps } from "../index.ts";
import { Steps } from "../steps.ts";
import { deployments } from "./deployments.ts";
import { type Evolution, evolve } from "./evolve.ts";

const stack = sharedCloud({ step: 11 });
afterEach(() => stack.cloud.faults.clear());

const minute = 60_000;

test.each(deployments.map((deployed, index) => [index + 1, deployed] as const))(
  "12.4 issues a ticket for every booking made while deployment %i spreads: %j",
  async (number, deployed) => {
    stack.cloud.faults.add({ kind: "eventual", ms: 10_000 });
    const bookings = Array.from({ length: 5 }, (_, index) => `B12-${number}-${index}`);
    await stack.up(12, upTo12(deployed));
    for (const bookingId of bookings) {
      await stack.book({ ...exampleBooking, bookingId, flightId: `F12-${number}` });
      await stack.clock.advance(1000);
    }
    await stack.clock.advance(minute);

    const ended = await Promise.all(bookings.map(stateOf));
    expect(ended, "a version that is published must be heard by the old rule and by the new one").toEqual(
      bookings.map(() => "TICKETED"),
    );
    expect(await publishedVersions(bookings.at(-1)!)).toEqual(deployed.published.toSorted());
  },
);

test("loses bookings if the producer and the rule change at once, from version 1 to version 2", async () => {
  await stack.up(12, upTo12({ published: [1], consumed: [1] }));
  stack.cloud.faults.add({ kind: "eventual", ms: 10_000 });
  await stack.up(12, upTo12({ published: [2], consumed: [2] }));
  const bookings = Array.from({ length: 5 }, (_, index) => `B12-once-${index}`);
  for (const bookingId of bookings) await stack.book({ ...exampleBooking, bookingId, flightId: "F12-once" });
  await stack.clock.advance(minute);

  expect(await Promise.all(bookings.map(stateOf)), "no queue, no error: the rule did not match").toContain("REQUESTED");
});

test("12.3 delivers only the consumed versions to Ticket", async () => {
  await stack.up(12, upTo12({ published: [1, 2], consumed: [2] }));

  await book("B123");

  expect(await publishedVersions("B123")).toEqual([1, 2]);
  expect(await consumedVersions("B123")).toEqual([2]);
});

test("issues one ticket if both versions are published and consumed: they have one event id", async () => {
  await stack.up(12, upTo12({ published: [1, 2], consumed: [1, 2] }));

  await book("B124");

  const events = await stack.events("B124");
  const assigned = events.filter((event) => event["detail-type"] === "SeatAssigned");
  expect(new Set(assigned.map(({ detail }) => detail.metadata?.eventId)).size).toBe(1);
  expect((await consumedVersions("B124")).sort()).toEqual([1, 2]);
  expect(events.filter((event) => event["detail-type"] === "TicketIssued")).toHaveLength(1);
});

test("12.4 publishes the seat's row and letter after the last deployment", async () => {
  await stack.up(12);

  await book("B125");

  const [seatAssigned] = (await stack.events("B125")).filter((event) => event["detail-type"] === "SeatAssigned");
  expect(await publishedVersions("B125"), "the last deployment must publish version 2 alone").toEqual([2]);
  expect(seatAssigned?.detail.seat).toEqual({ row: expect.any(Number), letter: expect.stringMatching(/^[A-F]$/) });
});

test("adds the currency to the payment, and no consumer notices", async () => {
  await book("B126");

  const [confirmed] = (await stack.events("B126")).filter((event) => event["detail-type"] === "PaymentConfirmed");
  expect(confirmed?.detail).toMatchObject({ amount: 300, currency: "EUR", metadata: { version: 1 } });
  expect(await stateOf("B126")).toBe("TICKETED");
});

/** The program with step 12 as in one of the deployments. */
function upTo12(evolution: Evolution) {
  const upTo11 = new Steps(steps.list.slice(0, 11));
  return upTo11.add("12-contracts", async () => ({ changes: evolve(evolution), default: () => ({}) }));
}

async function book(bookingId: string): Promise<void> {
  await stack.book({ ...exampleBooking, bookingId, flightId: `F-${bookingId}` });
  await stack.clock.advance(minute);
}

async function stateOf(bookingId: string): Promise<unknown> {
  return (await stack.getBooking(bookingId)).body.status;
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
