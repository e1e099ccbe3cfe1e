import { expect, test } from "vitest";
import { event as deliveredEvent } from "../../test/support/events.ts";
import type { Event } from "./publish.ts";
import { inVersion, seatAssigned } from "./versions.ts";

const event = { name: "SeatAssigned", detail: deliveredEvent("SeatAssigned").detail } as Event;

test("has the seat as one string in version 1", () => {
  expect(inVersion(1, event).detail).toMatchObject({ seat: "12A", metadata: { version: 1 } });
});

test("has separate row and letter in version 2", () => {
  expect(inVersion(2, event).detail).toMatchObject({ seat: { row: 12, letter: "A" }, metadata: { version: 2 } });
});

test("keeps the event id, so that a consumer of both versions recognizes the repeat", () => {
  const ids = [1, 2].map((version) => inVersion(version as 1 | 2, event).detail.metadata.eventId);

  expect(ids).toEqual(["event-1", "event-1"]);
});

test.each([1, 2] as const)("follows the contract of version %i", (version) => {
  const { detail } = inVersion(version, event);

  expect(seatAssigned[version].detail.parse(detail)).toEqual(detail);
});

test.each([1, 2] as const)("accepts an event of version %i without a cabin", (version) => {
  const { cabin: _, ...without } = inVersion(version, event).detail as { cabin?: string };

  expect(seatAssigned[version].detail.safeParse(without).success).toBe(true);
});
