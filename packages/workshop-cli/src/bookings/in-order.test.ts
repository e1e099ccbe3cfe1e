import { expect, test } from "vitest";
import { inOrder } from "./in-order.ts";
import type { SeenEvent } from "./seen-event.ts";

function event(name: string, metadata?: { eventId: string; causationId?: string; occurredAt: string }): SeenEvent {
  const envelope = { id: name, source: "aircraft", account: "0", region: "us-east-1", resources: [] };
  const full = metadata && { version: 1, correlationId: "c", ...metadata };
  return { ...envelope, "detail-type": name, time: "2026-01-01T12:00:00Z", detail: full ? { metadata: full } : {} };
}

const names = (events: SeenEvent[]) => inOrder(events).map((one) => one["detail-type"]);
const at = (ms: string) => `2026-01-01T12:00:00.${ms}Z`;

test("events of one second are in the order of their milliseconds", () => {
  expect(
    names([
      event("second", { eventId: "2", occurredAt: at("200") }),
      event("third", { eventId: "3", occurredAt: at("300") }),
      event("first", { eventId: "1", occurredAt: at("100") }),
    ]),
  ).toEqual(["first", "second", "third"]);
});

test("events of one millisecond follow what caused them", () => {
  const occurredAt = at("100");

  expect(
    names([
      event("third", { eventId: "3", causationId: "2", occurredAt }),
      event("first", { eventId: "1", causationId: "the request", occurredAt }),
      event("second", { eventId: "2", causationId: "1", occurredAt }),
    ]),
  ).toEqual(["first", "second", "third"]);
});

test("an event follows its cause even if its function's clock is behind", () => {
  expect(
    names([
      event("third", { eventId: "3", occurredAt: at("200") }),
      event("effect", { eventId: "2", causationId: "1", occurredAt: at("050") }),
      event("cause", { eventId: "1", occurredAt: at("100") }),
    ]),
  ).toEqual(["cause", "effect", "third"]);
});

test("events without our metadata keep their place in the second, and an event that caused itself ends nothing", () => {
  expect(names([event("a"), event("b")])).toEqual(["a", "b"]);
  expect(names([event("self", { eventId: "1", causationId: "1", occurredAt: at("100") })])).toEqual(["self"]);
});
