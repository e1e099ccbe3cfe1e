import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./issue-versions.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "TicketTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test.each([1, 2])("issues the same ticket for version %i of SeatAssigned", async (version) => {
  const calls = fakeAws(fakeTable(["bookingId"]).answers);

  await handler(event("SeatAssigned", {}, version));

  expect(published(calls)).toMatchObject([{ name: "TicketIssued", detail: { bookingId: "B123", seat: "12A" } }]);
});

test("issues one ticket if both versions of one event arrive", async () => {
  const calls = fakeAws(fakeTable(["bookingId"]).answers);

  await handler(event("SeatAssigned", {}, 1));
  await handler(event("SeatAssigned", {}, 2));

  expect(published(calls).map(({ name }) => name)).toEqual(["TicketIssued"]);
});

test("goes by the version that the event states, not by its shape", async () => {
  fakeAws();

  await expect(handler(event("SeatAssigned", { seat: "12A" }, 2))).rejects.toThrow(
    "breaks its contract: seat: expected object, received string",
  );
});
