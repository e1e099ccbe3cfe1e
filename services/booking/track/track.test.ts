import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws } from "../../../test/support/fake-aws.ts";
import { handler } from "./track.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "BookingTable");
});

test("marks the booking as ticketed, with its seat and ticket number", async () => {
  const calls = fakeAws({ Update: () => ({}) });

  await handler(event("TicketIssued"));

  expect(calls[0]?.input).toMatchObject({
    TableName: "BookingTable",
    Key: { bookingId: "B123" },
    ExpressionAttributeValues: { ":ticketed": "TICKETED", ":seat": "12A", ":ticketNumber": "TKT-B123" },
  });
});

test("creates no booking for a ticket of an unknown booking", async () => {
  const calls = fakeAws({ Update: () => ({}) });

  await handler(event("TicketIssued"));

  expect(calls[0]?.input.ConditionExpression).toBe("attribute_exists(bookingId)");
});
