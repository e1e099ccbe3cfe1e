import { expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 7, settings: { seatsPerFlight: "1" } });

test("the deployed step completes a booking as before if there is a seat", async () => {
  await stack.book();
  await stack.settle();

  expect(await stack.eventNames("B123")).toEqual([
    "BookingCreated",
    "PaymentConfirmed",
    "SeatAssigned",
    "TicketIssued",
  ]);
  expect((await stack.getBooking("B123")).body).toMatchObject({ status: "TICKETED", seat: "12A" });
  expect(await messagesAbout("B123")).toEqual([
    "Booking B123 is ticketed: flight FLIGHT001, seat 12A, ticket TKT-B123.",
  ]);
});

test("refunds and cancels if the flight is full after the payment", async () => {
  await book({ bookingId: "B200", flightId: "FLIGHT200" });

  await book({ bookingId: "B201", flightId: "FLIGHT200" });

  expect(await stack.eventNames("B201")).toEqual([
    "BookingCreated",
    "PaymentConfirmed",
    "SeatUnavailable",
    "PaymentRefunded",
    "BookingCancelled",
  ]);
  expect((await stack.getBooking("B201")).body).toMatchObject({
    status: "CANCELLED",
    reason: "Flight FLIGHT200 is full",
  });
  expect(await ledgerOf("B201")).toEqual([
    { status: "SUCCESS", amount: 300 },
    { status: "REFUNDED", amount: 300 },
  ]);
  expect(await messagesAbout("B201")).toEqual([
    "Booking B201 is cancelled, and you pay nothing. Flight FLIGHT200 is full.",
  ]);
});

test("undoes everything in reverse order if the ticket is refused", async () => {
  await book({ bookingId: "B400", flightId: "FLIGHT404" });

  expect(await stack.eventNames("B400")).toEqual([
    "BookingCreated",
    "PaymentConfirmed",
    "SeatAssigned",
    "TicketRejected",
    "SeatReleased",
    "PaymentRefunded",
    "BookingCancelled",
  ]);
  expect((await stack.getBooking("B400")).body).toMatchObject({
    status: "CANCELLED",
    reason: "Flight FLIGHT404 is withdrawn",
  });
  expect(await ledgerOf("B400"), "the money is back").toEqual([
    { status: "SUCCESS", amount: 300 },
    { status: "REFUNDED", amount: 300 },
  ]);
  expect(await stack.items("TicketTable")).not.toContainEqual(expect.objectContaining({ bookingId: "B400" }));
  expect(await messagesAbout("B400")).toEqual([
    "Booking B400 is cancelled, and you pay nothing. Flight FLIGHT404 is withdrawn.",
  ]);
});

test("gives the released seat to the next booking", async () => {
  await book({ bookingId: "B401", flightId: "FLIGHT404" });

  expect(await stack.items("SeatTable"), "a flight of one seat, which is free again").toContainEqual({
    flightId: "FLIGHT404",
  });
  expect(await stack.eventNames("B401"), "the only seat was free for it").toContain("SeatAssigned");
});

test("cancels without a refund if the payment failed", async () => {
  await book({ bookingId: "B300", amount: 1200 });

  expect(await stack.eventNames("B300")).toEqual(["BookingCreated", "PaymentFailed", "BookingCancelled"]);
  expect((await stack.getBooking("B300")).body).toMatchObject({ status: "CANCELLED" });
  expect(await ledgerOf("B300")).toEqual([{ status: "FAILED", amount: 1200 }]);
  expect(await messagesAbout("B300")).toEqual([
    "Booking B300 is cancelled, and you pay nothing. The amount 1200 is above the limit of 1000.",
  ]);
});

async function book(request: object): Promise<void> {
  await stack.book({ ...exampleBooking, ...request });
  await stack.settle();
}

async function messagesAbout(bookingId: string): Promise<string[]> {
  return (await stack.inbox()).filter((text) => text.includes(bookingId));
}

/** A booking's payment and refund, in that order: PAY-…, then REF-… */
async function ledgerOf(bookingId: string): Promise<object[]> {
  const entries = (await stack.items("PaymentTable")).filter((entry) => entry.bookingId === bookingId);
  entries.sort((a, b) => String(a.paymentId).localeCompare(String(b.paymentId)));
  return entries.map(({ status, amount }) => ({ status, amount }));
}
