import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws } from "../../../test/support/fake-aws.ts";
import { handler } from "./send-outcome.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "NotificationTable");
  vi.stubEnv("TOPIC_ARN", "arn:aws:sns:us-east-1:000000000000:CustomerNotifications");
});

test.each([
  ["TicketIssued", "Booking B123 is ticketed: flight FLIGHT001, seat 12A, ticket TKT-B123."],
  ["BookingCancelled", "Booking B123 is cancelled, and you pay nothing. Flight FLIGHT001 is full."],
] as const)("sends the customer a message about %s and stores it", async (name, text) => {
  const calls = fakeAws({ Publish: () => ({ MessageId: "message-1" }), Put: () => ({}) });

  await handler(event(name));

  expect(calls[0]?.input).toMatchObject({ Message: text, MessageAttributes: { bookingId: { StringValue: "B123" } } });
  expect(calls[1]?.input).toMatchObject({
    TableName: "NotificationTable",
    Item: { bookingId: "B123", notificationId: "message-1", customerId: "CUST001", text },
  });
});

test("stores nothing if it could not send", async () => {
  const calls = fakeAws({
    Publish: () => {
      throw new Error("AuthorizationError");
    },
  });

  await expect(handler(event("BookingCancelled"))).rejects.toThrow("AuthorizationError");
  expect(calls.map(({ operation }) => operation)).toEqual(["Publish"]);
});
