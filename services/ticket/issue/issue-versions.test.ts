import type { Context } from "aws-lambda";
import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { handler } from "./issue-versions.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "TicketTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  return () => vi.restoreAllMocks();
});

const run = {} as Context;

test.each([
  ["a string", "12A"],
  ["row and letter", { row: 12, letter: "A" }],
])("issues the same ticket for a seat given as %s", async (_, seat) => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(event("SeatAssigned", { seat }), run);

  expect(published(calls)).toMatchObject([{ name: "TicketIssued", detail: { bookingId: "B123", seat: "12A" } }]);
});

test("rejects a seat in any other form", async () => {
  fakeAws();

  await expect(handler(event("SeatAssigned", { seat: { row: 12 } }), run)).rejects.toThrow(
    "breaks its contract: seat: expected string, received object",
  );
});
