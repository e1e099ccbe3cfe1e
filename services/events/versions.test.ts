import { expect, test } from "vitest";
import { event } from "../../test/support/events.ts";
import type { Event } from "./publish.ts";
import { inVersion, seatAssigned } from "./versions.ts";

const said = { name: "SeatAssigned", detail: event("SeatAssigned").detail } as Event;

test("says the seat in one word in version 1", () => {
  expect(inVersion(1, said).detail).toMatchObject({ seat: "12A", metadata: { version: 1 } });
});

test("says row and letter apart in version 2", () => {
  expect(inVersion(2, said).detail).toMatchObject({ seat: { row: 12, letter: "A" }, metadata: { version: 2 } });
});

test("keeps the event's id, so that who hears both versions knows it for one event", () => {
  const ids = [1, 2].map((version) => inVersion(version as 1 | 2, said).detail.metadata.eventId);

  expect(ids).toEqual(["event-1", "event-1"]);
});

test.each([1, 2] as const)("says what version %i's contract asks for", (version) => {
  const { detail } = inVersion(version, said);

  expect(seatAssigned[version].detail.parse(detail)).toEqual(detail);
});

test.each([1, 2] as const)("takes an event of version %i that says no cabin, as all did before", (version) => {
  const { cabin: _, ...without } = inVersion(version, said).detail as { cabin?: string };

  expect(seatAssigned[version].detail.safeParse(without).success).toBe(true);
});
