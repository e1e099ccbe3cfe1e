import { expect, test } from "vitest";
import { contracts, expectations } from "../tools/derive/contracts.ts";
import { whatBreaks } from "./events/expectation.ts";

//#region 12.2 Test that every consumer gets what it needs
//- test.todo("12.2 gives every consumer what it needs");
test.each([...expectations])("12.2 gives %s what it needs from every event that it consumes", (consumer, expected) => {
  for (const expectation of expected) {
    const { event, version } = expectation;
    const contract = contracts.find((each) => each.name === event && each.version === version);

    expect(
      contract,
      `no service publishes ${event} in version ${version}, which ${consumer} needs: look in publishes.ts`,
    ).toBeDefined();
    expect(whatBreaks(consumer, expectation, contract!)).toEqual([]);
  }
});
//#endregion

test("12.1 states that Ticket needs the seat, in both versions", () => {
  expect(
    breaksFor("ticket", "SeatAssigned", 2, {}),
    "Ticket must be able to read version 2 as Seat Assignment publishes it: see the example in its publishes.ts",
  ).toEqual([]);
  expect(
    breaksFor("ticket", "SeatAssigned", 2, { seat: { letter: "A" } }),
    "we left out the seat's row, which Ticket reads: its expectation must say that it is missing, and only that",
  ).toEqual(["ticket needs seat.row in SeatAssigned version 2: expected number, received undefined"]);
  expect(
    breaksFor("ticket", "SeatAssigned", 2, { seat: { row: 12 } }),
    "we left out the seat's letter, which Ticket reads: its expectation must say that it is missing, and only that",
  ).toEqual(["ticket needs seat.letter in SeatAssigned version 2: expected string, received undefined"]);
  expect(breaksFor("ticket", "SeatAssigned", 1, { seat: undefined })).toEqual([
    "ticket needs seat in SeatAssigned version 1: expected string, received undefined",
  ]);
});

test("12.1 states that Ticket needs the booking, the customer and the flight", () => {
  for (const field of ["bookingId", "customerId", "flightId"]) {
    expect(
      breaksFor("ticket", "SeatAssigned", 2, { [field]: undefined }),
      `Ticket reads ${field}: its expectation must say that it is missing`,
    ).toHaveLength(1);
  }
});

test("12.1 reads the seat's row and letter, and nothing else of the seat", () => {
  expect(
    breaksFor("ticket", "SeatAssigned", 2, { seat: { row: 12, letter: "A", cabin: "ECONOMY" } }),
    "Ticket must accept a seat with more fields: the producer may add some",
  ).toEqual([]);
});

test("names consumer, field and event when a producer renames a field", () => {
  const renamed = { ticketNumber: undefined, ticketId: "TKT-B123" };

  expect(["booking", "notification"].flatMap((who) => breaksFor(who, "TicketIssued", 1, renamed))).toEqual([
    "booking needs ticketNumber in TicketIssued version 1: expected string, received undefined",
    "notification needs ticketNumber in TicketIssued version 1: expected string, received undefined",
  ]);
});

test("lets Payment change the amount, which no consumer of the payment reads", () => {
  const changed = { amount: { value: 300, currency: "EUR" } };

  expect(breaksFor("seat-assignment", "PaymentConfirmed", 1, changed)).toEqual([]);
});

/** What would break for a consumer if the producer's example changed in this way. */
function breaksFor(consumer: string, event: string, version: number, change: object): string[] {
  const expectation = expectations.get(consumer)?.find((each) => each.event === event && each.version === version);
  const { example } = contracts.find((each) => each.name === event && each.version === version)!;
  if (!expectation) return [`${consumer} states no needs for ${event} version ${version}`];
  return whatBreaks(consumer, expectation, { example: { ...example, ...change } });
}
