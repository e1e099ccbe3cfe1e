import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { messageOfFailure } from "../../../test/support/message-of-failure.ts";
import { handler } from "./issue.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "TicketTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("stores the ticket and publishes TicketIssued", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(event("SeatAssigned"));

  const ticket = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", seat: "12A" };
  expect(calls[0]?.input).toMatchObject({ TableName: "TicketTable", Item: ticket });
  expect(published(calls)).toMatchObject([{ source: "aircraft.ticket", name: "TicketIssued", detail: ticket }]);
});

test("5.2 answers with TicketRejected if the airline has withdrawn the flight", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  const failure = await messageOfFailure(handler(event("SeatAssigned", { flightId: "FLIGHT404" })));

  expect(
    failure,
    "the handler fails, so Lambda would run it twice more, for the same answer: a refusal is an answer, not an error",
  ).toBeUndefined();
  expect(
    published(calls).map(({ name }) => name),
    "no other service can learn of the refusal: only an event tells them",
  ).toContain("TicketRejected");
  const { source, detail } = published(calls).find(({ name }) => name === "TicketRejected")!;
  expect(source).toBe("aircraft.ticket");
  expect(detail.reason, "the event must have the reason of the airline: the customer is told it").toBe(
    "Flight FLIGHT404 is withdrawn",
  );
  expect(detail, "metadata is that of SeatAssigned, from which the new event gets its ids").toMatchObject({
    bookingId: "B123",
    metadata: { causationId: "event-1" },
  });
});

test("5.2 issues no ticket that the airline has refused", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(event("SeatAssigned", { flightId: "FLIGHT404" })).catch(() => {});

  const names = published(calls).map(({ name }) => name);
  expect(names, "the handler goes on after the refusal and issues the ticket").not.toContain("TicketIssued");
  expect(
    calls.map(({ operation }) => operation),
    "a refused ticket must not be stored",
  ).not.toContain("Put");
});

test("5.2 fails if the refusal cannot be published, so that Lambda retries", async () => {
  fakeAws({ PutEvents: () => Promise.reject(new Error("The bus does not answer")) });

  const failure = await messageOfFailure(handler(event("SeatAssigned", { flightId: "FLIGHT404" })));

  expect(failure, "the handler succeeds, so Lambda drops the event: it does not wait until the bus has answered").toBe(
    "The bus does not answer",
  );
});

test("stores and publishes the same ticket number", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(event("SeatAssigned"));

  expect(published(calls)[0]?.detail.ticketNumber).toBe(calls[0]?.input.Item.ticketNumber);
});
