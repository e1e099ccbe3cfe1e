import { expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 6 });

test("6.2 delivers the message about the ticket to the customer's inbox", async () => {
  await stack.book();
  await stack.settle();

  expect(
    await stack.inbox(),
    "Notification published its message, but the inbox is empty: is it subscribed to the topic, and does its policy allow the topic to send?",
  ).toEqual(["Booking B123 is ticketed: flight FLIGHT001, seat 12A, ticket TKT-B123."]);
});

test("6.3 marks the booking as ticketed", async () => {
  await stack.book({ ...exampleBooking, bookingId: "B63" });
  await stack.settle();

  expect(
    (await stack.getBooking("B63")).body,
    "the customer got the message, but the booking is not TICKETED: TicketIssued must also go to booking-track",
  ).toMatchObject({ status: "TICKETED", ticketNumber: "TKT-B63" });
});

test("completes a booking by events alone", async () => {
  await stack.book({ ...exampleBooking, bookingId: "B64" });
  await stack.settle();

  const events = await stack.events("B64");
  const metadata = events.map(({ detail }) => detail.metadata!);
  expect(events.map((event) => `${event.source} ${event["detail-type"]}`)).toEqual([
    "aircraft.booking BookingCreated",
    "aircraft.payment PaymentConfirmed",
    "aircraft.seat-assignment SeatAssigned",
    "aircraft.ticket TicketIssued",
  ]);
  expect(new Set(metadata.map(({ correlationId }) => correlationId)).size, "one correlation id from end to end").toBe(
    1,
  );
  expect(metadata.slice(1).map(({ causationId }) => causationId)).toEqual(
    metadata.slice(0, -1).map(({ eventId }) => eventId),
  );
});

test("adds its consumers without changing the producer", async () => {
  const back = await stack.preview(5);

  const changed = back.resources.filter(({ op, type }) => op !== "same" && type !== "pulumi:pulumi:Stack");
  expect(changed.map(({ op }) => op)).toEqual(changed.map(() => "delete"));
  expect(changed.filter(({ name }) => /^(ticket-issue|seat-assigned)(-|$)/.test(name))).toEqual([]);
});
