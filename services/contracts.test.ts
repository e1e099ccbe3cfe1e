import { expect, test } from "vitest";
import { metadata } from "../test/support/events.ts";
import { consumes as bookingConsumes } from "./booking/consumes.ts";
import { publishes as bookingPublishes } from "./booking/publishes.ts";
import { contracts } from "./events/contracts.ts";
import { type Example, type Expectation, whatBreaks } from "./events/expectation.ts";
import { seatAssigned } from "./events/versions.ts";
import { consumes as notificationConsumes } from "./notification/consumes.ts";
import { consumes as paymentConsumes } from "./payment/consumes.ts";
import { publishes as paymentPublishes } from "./payment/publishes.ts";
import { consumes as seatConsumes } from "./seat-assignment/consumes.ts";
import { publishes as seatPublishes } from "./seat-assignment/publishes.ts";
import { consumes as ticketConsumes } from "./ticket/consumes.ts";
import { publishes as ticketPublishes } from "./ticket/publishes.ts";

const consumers: Record<string, Expectation[]> = {
  Booking: bookingConsumes,
  Payment: paymentConsumes,
  "Seat Assignment": seatConsumes,
  Ticket: ticketConsumes,
  Notification: notificationConsumes,
};

const examples: Example[] = [bookingPublishes, paymentPublishes, seatPublishes, ticketPublishes].flat();

test.each(examples)("publishes $event version $version as its contract says", ({ event, version, fields }) => {
  const contract = event === "SeatAssigned" ? seatAssigned[version as 1 | 2] : contracts[event];

  expect(version).toBe(contract.version);
  expect(contract.detail.parse({ ...fields, metadata })).toEqual({ ...fields, metadata });
});

test("has an example of every event", () => {
  expect(new Set(examples.map(({ event }) => event))).toEqual(new Set(Object.keys(contracts)));
});

//#region 12.2 Test that every consumer gets what it needs
//- test.todo("12.2 gives every consumer what it needs");
test.each(Object.entries(consumers))(
  "12.2 gives %s what it needs from every event that it consumes",
  (consumer, expectations) => {
    for (const expectation of expectations) {
      const { event, version } = expectation;
      const example = examples.find((each) => each.event === event && each.version === version);

      expect(
        example,
        `no service publishes ${event} in version ${version}, which ${consumer} needs: look in publishes.ts`,
      ).toBeDefined();
      expect(whatBreaks(consumer, expectation, example!)).toEqual([]);
    }
  },
);
//#endregion

test("12.1 states that Ticket needs the seat, in both versions", () => {
  expect(breaksFor("Ticket", { event: "SeatAssigned", version: 1 }, { seat: undefined })).toEqual([
    "Ticket needs seat in SeatAssigned version 1: expected string, received undefined",
  ]);
  expect(breaksFor("Ticket", { event: "SeatAssigned", version: 2 }, { seat: { letter: "A" } })).toEqual([
    "Ticket needs seat.row in SeatAssigned version 2: expected number, received undefined",
  ]);
});

test("12.1 states that Ticket needs the booking, the customer and the flight", () => {
  for (const field of ["bookingId", "customerId", "flightId"]) {
    expect(breaksFor("Ticket", { event: "SeatAssigned", version: 2 }, { [field]: undefined }), field).toHaveLength(1);
  }
});

test("12.1 states no field that Ticket does not read", () => {
  const without = { cabin: undefined };

  expect(
    breaksFor("Ticket", { event: "SeatAssigned", version: 1 }, without),
    "Ticket does not read cabin: leave it out of the schema",
  ).toEqual([]);
});

test("names consumer, field and event when a producer renames a field", () => {
  const renamed = { ticketNumber: undefined, ticketId: "TKT-B123" };

  expect(
    ["Booking", "Notification"].flatMap((who) => breaksFor(who, { event: "TicketIssued", version: 1 }, renamed)),
  ).toEqual([
    "Booking needs ticketNumber in TicketIssued version 1: expected string, received undefined",
    "Notification needs ticketNumber in TicketIssued version 1: expected string, received undefined",
  ]);
});

test("lets Payment change the amount, which no consumer of the payment reads", () => {
  const changed = { amount: { value: 300, currency: "EUR" } };

  expect(breaksFor("Seat Assignment", { event: "PaymentConfirmed", version: 1 }, changed)).toEqual([]);
});

/** What would break for a consumer if the producer's example changed in this way. */
function breaksFor(consumer: string, which: Pick<Example, "event" | "version">, change: object): string[] {
  const matches = (each: Pick<Example, "event" | "version">) =>
    each.event === which.event && each.version === which.version;
  const expectation = consumers[consumer]!.find(matches);
  const example = examples.find(matches)!;
  if (!expectation)
    return [`${consumer} states no needs for ${which.event} version ${which.version}: add them to its consumes.ts`];
  return whatBreaks(consumer, expectation, { ...example, fields: { ...example.fields, ...change } });
}
