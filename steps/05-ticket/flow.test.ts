import { expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 5 });

const noTicket = "SeatAssigned is on the bus, but no ticket follows: which rule sends it to ticket-issue?";

test("5.1 delivers the event to the ticket function", async () => {
  await stack.book();
  await stack.settle();

  expect((await stack.eventNames("B123")).at(-1), noTicket).toBe("TicketIssued");
  expect(await stack.items("TicketTable")).toMatchObject([{ bookingId: "B123", seat: "12A" }]);
});

test("says that a ticket was refused, though nobody consumes that before step 7", async () => {
  await stack.book({ ...exampleBooking, bookingId: "B50", flightId: "FLIGHT404" });
  await stack.settle();

  expect((await stack.eventNames("B50")).slice(-2)).toEqual(["SeatAssigned", "TicketRejected"]);
  expect((await stack.items("TicketTable")).map(({ bookingId }) => bookingId)).not.toContain("B50");
  expect((await stack.getBooking("B50")).body, "paid, with a seat, and open for ever").toMatchObject({
    status: "REQUESTED",
  });
});

test("accepts bookings while the payment service is down, and completes them when it is back", async () => {
  const ids = ["B51", "B52", "B53"];
  // Lambda takes no event for the payment function, so EventBridge tries again and again.
  stack.cloud.faults.add({ kind: "throttle", call: "lambda.Invoke", rule: "BookingCreatedRule" });
  const answers = await Promise.all(ids.map((bookingId) => stack.book({ ...exampleBooking, bookingId })));
  await stack.clock.advance(10 * 60_000);
  const meanwhile = await Promise.all(ids.map((id) => stack.eventNames(id)));

  stack.cloud.faults.clear();
  await stack.settle();

  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(meanwhile, "the caller does not wait for the payment service").toEqual(ids.map(() => ["BookingCreated"]));
  const ticketed = (await stack.items("TicketTable")).map(({ bookingId }) => bookingId);
  expect(ticketed, noTicket).toEqual(expect.arrayContaining(ids));
});
