import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { type Call, fakeAws } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./send-idempotent.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "NotificationTable");
  vi.stubEnv("TOPIC_ARN", "arn:aws:sns:us-east-1:000000000000:CustomerNotifications");
});

test.each([
  ["TicketIssued", "Booking B123 is ticketed: flight FLIGHT001, seat 12A, ticket TKT-B123."],
  ["BookingCancelled", "Booking B123 is cancelled, and you pay nothing. Flight FLIGHT001 is full."],
] as const)("sends the customer a message about %s and stores it", async (name, text) => {
  const { items, calls } = table();

  await handler(event(name));

  expect(messages(calls)).toEqual([{ text, id: `${name}-B123` }]);
  expect(items).toMatchObject([{ bookingId: "B123", notificationId: `${name}-B123`, customerId: "CUST001", text }]);
});

test("sends one message if the event is delivered twice", async () => {
  const { calls } = table();

  await handler(event("TicketIssued"));
  await handler(event("TicketIssued"));

  expect(messages(calls)).toHaveLength(1);
});

test("sends again with the same id if it failed between sending and storing", async () => {
  const { answers, items } = table();
  const first = fakeAws({ ...answers, Put: () => Promise.reject(new Error("crash")) });
  await expect(handler(event("TicketIssued"))).rejects.toThrow("crash");

  const second = fakeAws(answers);
  await handler(event("TicketIssued"));

  expect(messages(second)).toEqual(messages(first));
  expect(items).toHaveLength(1);
});

test("stores nothing if it could not send", async () => {
  const { answers, items } = table();
  fakeAws({ ...answers, Publish: () => Promise.reject(new Error("AuthorizationError")) });

  await expect(handler(event("TicketIssued"))).rejects.toThrow("AuthorizationError");
  expect(items).toEqual([]);
});

/** An empty table and a topic that accepts everything, with the calls to both. */
function table() {
  const { items, answers: ofTable } = fakeTable(["bookingId", "notificationId"]);
  const answers = { ...ofTable, Publish: () => ({ MessageId: "message-1" }) };
  return { items, answers, calls: fakeAws(answers) };
}

function messages(calls: Call[]): { text: string; id: string }[] {
  return calls
    .filter(({ operation }) => operation === "Publish")
    .map(({ input }) => ({ text: input.Message, id: input.MessageAttributes.notificationId.StringValue }));
}
