import { expect, test } from "vitest";
import { metadata } from "../test/support/events.ts";
import { expects as bookingExpects } from "./booking/consumes.ts";
import { says as bookingSays } from "./booking/publishes.ts";
import { contracts } from "./events/contracts.ts";
import { type Example, type Expectation, whatBreaks } from "./events/expectation.ts";
import { seatAssigned } from "./events/versions.ts";
import { expects as notificationExpects } from "./notification/consumes.ts";
import { expects as paymentExpects } from "./payment/consumes.ts";
import { says as paymentSays } from "./payment/publishes.ts";
import { expects as seatExpects } from "./seat-assignment/consumes.ts";
import { says as seatSays } from "./seat-assignment/publishes.ts";
import { expects as ticketExpects } from "./ticket/consumes.ts";
import { says as ticketSays } from "./ticket/publishes.ts";

const consumers: Record<string, Expectation[]> = {
  Booking: bookingExpects,
  Payment: paymentExpects,
  "Seat Assignment": seatExpects,
  Ticket: ticketExpects,
  Notification: notificationExpects,
};

const examples: Example[] = [bookingSays, paymentSays, seatSays, ticketSays].flat();

test.each(examples)("keeps to its own contract: $event, version $version", ({ event, version, says }) => {
  const contract = event === "SeatAssigned" ? seatAssigned[version as 1 | 2] : contracts[event];

  expect(version).toBe(contract.version);
  expect(contract.detail.parse({ ...says, metadata })).toEqual({ ...says, metadata });
});

test("has an example of every event", () => {
  expect(new Set(examples.map(({ event }) => event))).toEqual(new Set(Object.keys(contracts)));
});

//#region 12.2 Test that every consumer gets what it needs
//- test.todo("12.2 gives every consumer what it needs");
test.each(Object.entries(consumers))(
  "12.2 gives %s what it needs of every event that it hears",
  (consumer, expects) => {
    for (const expectation of expects) {
      const { event, version } = expectation;
      const example = examples.find((each) => each.event === event && each.version === version);

      expect(example, `nobody says ${event} in version ${version}, which ${consumer} needs`).toBeDefined();
      expect(whatBreaks(consumer, expectation, example!)).toEqual([]);
    }
  },
);
//#endregion

test("12.1 has Ticket say that it needs the seat, in both versions", () => {
  expect(breaksFor("Ticket", { event: "SeatAssigned", version: 1 }, { seat: undefined })).toEqual([
    "Ticket needs seat of SeatAssigned version 1: expected string, received undefined",
  ]);
  expect(breaksFor("Ticket", { event: "SeatAssigned", version: 2 }, { seat: { letter: "A" } })).toEqual([
    "Ticket needs seat.row of SeatAssigned version 2: expected number, received undefined",
  ]);
});

test("12.1 has Ticket say whose seat it is, and on which flight", () => {
  for (const field of ["bookingId", "customerId", "flightId"]) {
    expect(breaksFor("Ticket", { event: "SeatAssigned", version: 2 }, { [field]: undefined }), field).toHaveLength(1);
  }
});

test("12.1 has Ticket say nothing of what it does not read", () => {
  const without = { cabin: undefined };

  expect(breaksFor("Ticket", { event: "SeatAssigned", version: 1 }, without), "an optional field harms nobody").toEqual(
    [],
  );
});

test("names consumer, field and event when a producer renames a field", () => {
  const renamed = { ticketNumber: undefined, ticketId: "TKT-B123" };

  expect(
    ["Booking", "Notification"].flatMap((who) => breaksFor(who, { event: "TicketIssued", version: 1 }, renamed)),
  ).toEqual([
    "Booking needs ticketNumber of TicketIssued version 1: expected string, received undefined",
    "Notification needs ticketNumber of TicketIssued version 1: expected string, received undefined",
  ]);
});

test("lets Payment change the amount, which nobody who hears of the payment reads", () => {
  const changed = { amount: { value: 300, currency: "EUR" } };

  expect(breaksFor("Seat Assignment", { event: "PaymentConfirmed", version: 1 }, changed)).toEqual([]);
});

/** What would break for a consumer if a producer's example were changed like this. */
function breaksFor(consumer: string, which: Pick<Example, "event" | "version">, change: object): string[] {
  const isMeant = (each: Pick<Example, "event" | "version">) =>
    each.event === which.event && each.version === which.version;
  const expectation = consumers[consumer]!.find(isMeant);
  const example = examples.find(isMeant)!;
  if (!expectation) return [`${consumer} says nothing of what it needs of ${which.event} version ${which.version}`];
  return whatBreaks(consumer, expectation, { ...example, says: { ...example.says, ...change } });
}
