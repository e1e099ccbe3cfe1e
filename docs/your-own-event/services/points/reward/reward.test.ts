import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./reward.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PointsTable");
});

test("stores one reward for a booking with 200 points, however often the event is delivered", async () => {
  const table = fakeTable(["bookingId", "entry"]);
  fakeAws(table.answers);

  await handler(event("PointsEarned", { points: 200 }));
  await handler(event("PointsEarned", { points: 200 }));

  expect(table.items).toEqual([
    { bookingId: "B123", entry: "REWARD", customerId: "CUST001", reward: "a day in the lounge" },
  ]);
});

test("stores nothing for a booking with 100 points", async () => {
  const calls = fakeAws();

  await handler(event("PointsEarned", { points: 100 }));

  expect(calls).toEqual([]);
});
