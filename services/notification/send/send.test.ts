import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws } from "../../../test/support/fake-aws.ts";
import { handler } from "./send.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "NotificationTable");
  vi.stubEnv("TOPIC_ARN", "arn:aws:sns:us-east-1:000000000000:CustomerNotifications");
});

test("sends the customer a message and stores it", async () => {
  const calls = fakeAws({ Publish: () => ({ MessageId: "message-1" }), Put: () => ({}) });
  const text = "Booking B123 is ticketed: flight FLIGHT001, seat 12A, ticket TKT-B123.";

  await handler(event("TicketIssued"));

  expect(calls[0]?.input).toMatchObject({
    TopicArn: "arn:aws:sns:us-east-1:000000000000:CustomerNotifications",
    Message: text,
    MessageAttributes: { bookingId: { StringValue: "B123" } },
  });
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

  await expect(handler(event("TicketIssued"))).rejects.toThrow("AuthorizationError");
  expect(calls.map(({ operation }) => operation)).toEqual(["Publish"]);
});
