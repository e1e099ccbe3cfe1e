import type { Event } from "../events/publish.ts";

/** Converts a SeatAssigned, which is stored in version 1, to version 1 or 2. The event id stays: both are one event. */
export function inVersion(version: number, event: Event): Event {
  if (version === 1) return event;
  const { seat, metadata, ...booking } = JSON.parse(event.detail);
  const parts = { row: Number.parseInt(seat, 10), letter: seat.at(-1) };
  return { ...event, detail: JSON.stringify({ ...booking, seat: parts, metadata: { ...metadata, version } }) };
}
