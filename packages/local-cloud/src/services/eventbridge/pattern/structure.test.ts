import { describe, expect, test } from "vitest";
import { compilePattern, matches } from "./index.ts";

const event = {
  source: "aircraft.booking",
  "detail-type": "BookingCreated",
  resources: ["arn:a", "arn:b"],
  detail: { bookingId: "B123", amount: 300, metadata: { version: 1, tags: ["new", "web"] } },
};

function matchesEvent(pattern: object | string, against: object = event): boolean {
  return matches(compilePattern(typeof pattern === "string" ? pattern : JSON.stringify(pattern)), against);
}

describe("fields", () => {
  test("must all match", () => {
    expect(matchesEvent({ source: ["aircraft.booking"], "detail-type": ["BookingCreated"] })).toBe(true);
    expect(matchesEvent({ source: ["aircraft.booking"], "detail-type": ["BookingCancelled"] })).toBe(false);
  });

  test("a misspelled name matches nothing", () => {
    expect(matchesEvent({ detailtype: ["BookingCreated"] })).toBe(false);
  });

  test("nest as in the event", () => {
    expect(matchesEvent({ detail: { metadata: { version: [1] } } })).toBe(true);
    expect(matchesEvent({ metadata: { version: [1] } })).toBe(false);
  });

  test("may be joined by dots", () => {
    expect(matchesEvent({ "detail.metadata.version": [1] })).toBe(true);
  });

  test("with an object as value do not exist", () => {
    expect(matchesEvent({ detail: { metadata: [{ exists: true }] } })).toBe(false);
  });

  test("given twice have their last value", () => {
    expect(matchesEvent('{"source": ["x"], "source": ["aircraft.booking"]}')).toBe(true);
    expect(matchesEvent('{"source": ["aircraft.booking"], "source": ["x"]}')).toBe(false);
  });

  test("an array in the event matches by any of its elements", () => {
    expect(matchesEvent({ resources: ["arn:b", "arn:c"] })).toBe(true);
    expect(matchesEvent({ resources: ["arn:c"] })).toBe(false);
    expect(matchesEvent({ detail: { metadata: { tags: ["web"] } } })).toBe(true);
  });
});

describe("arrays of objects", () => {
  const seats = {
    seats: [
      { row: 12, seat: "A", features: [{ kind: "window", price: 10 }] },
      {
        row: 14,
        seat: "C",
        features: [
          { kind: "aisle", price: 5 },
          { kind: "exit", price: 20 },
        ],
      },
    ],
    crew: [{ row: 14 }],
    extra: "yes",
  };
  const matchesSeats = (pattern: object) => matchesEvent(pattern, seats);

  test("fields under one array must match in one element", () => {
    expect(matchesSeats({ seats: { row: [14], seat: ["C"] } })).toBe(true);
    expect(matchesSeats({ seats: { row: [12], seat: ["C"] } })).toBe(false);
  });

  test("fields under different arrays need not agree", () => {
    expect(matchesSeats({ crew: { row: [14] }, seats: { row: [12] } })).toBe(true);
  });

  test("arrays within arrays must agree at every depth", () => {
    expect(matchesSeats({ seats: { row: [14], features: { kind: ["exit"], price: [20] } } })).toBe(true);
    expect(matchesSeats({ seats: { row: [14], features: { kind: ["aisle"], price: [20] } } })).toBe(false);
    expect(matchesSeats({ seats: { row: [12], features: { kind: ["exit"] } } })).toBe(false);
  });

  test("fields outside the arrays need not agree", () => {
    expect(matchesSeats({ extra: ["yes"], seats: { row: [12], seat: ["A"] } })).toBe(true);
  });

  test("another element is tried when the first does not match", () => {
    const pattern = { seats: { row: [{ numeric: [">", 0] }], seat: ["C"] } };

    expect(matchesSeats(pattern)).toBe(true);
  });

  test("exists false looks at the element that the other fields matched", () => {
    const bookings = { list: [{ id: 1, paid: true }, { id: 2 }] };

    expect(matchesEvent({ list: { id: [2], paid: [{ exists: false }] } }, bookings)).toBe(true);
    expect(matchesEvent({ list: { id: [1], paid: [{ exists: false }] } }, bookings)).toBe(false);
  });

  test("independent arrays do not multiply the work", () => {
    const wide: Record<string, unknown> = {};
    const pattern: Record<string, unknown> = {};
    for (const name of "abcdefghij") {
      wide[name] = Array.from({ length: 50 }, (_, x) => ({ x, y: x === 49 ? 1 : 0 }));
      pattern[name] = { x: [{ numeric: [">=", 0] }], y: [name === "j" ? 2 : 1, 1] };
    }

    expect(matchesEvent(pattern, wide)).toBe(true);
  });
});

describe("$or", () => {
  test("matches if one of its objects does", () => {
    const pattern = { $or: [{ source: ["x"] }, { "detail-type": ["BookingCreated"] }] };

    expect(matchesEvent(pattern)).toBe(true);
    expect(matchesEvent(pattern, { source: "y", "detail-type": "z" })).toBe(false);
  });

  test("is one condition among other fields", () => {
    const either = [{ detail: { amount: [300] } }, { detail: { bookingId: ["B1"] } }];

    expect(matchesEvent({ source: ["aircraft.booking"], $or: either })).toBe(true);
    expect(matchesEvent({ source: ["aircraft.payment"], $or: either })).toBe(false);
  });

  test("works at any depth, and inside itself", () => {
    const pattern = {
      detail: {
        $or: [{ amount: [1] }, { bookingId: ["B123"], $or: [{ amount: [2] }, { metadata: { version: [1] } }] }],
      },
    };

    expect(matchesEvent(pattern)).toBe(true);
    expect(matchesEvent(pattern, { detail: { ...event.detail, metadata: { version: 2 } } })).toBe(false);
  });

  test("given twice must match twice", () => {
    const pattern = {
      $or: [{ source: ["aircraft.booking"] }, { source: ["x"] }],
      detail: { $or: [{ amount: [1] }, { amount: [2] }] },
    };

    expect(matchesEvent(pattern)).toBe(false);
  });

  test("is an ordinary name where it holds an object", () => {
    expect(matchesEvent({ $or: { a: [1] } }, { $or: { a: 1 } })).toBe(true);
    expect(matchesEvent({ $or: { a: [1] } }, { a: 1 })).toBe(false);
  });

  test("is an ordinary name where its objects are operators", () => {
    const pattern = { $or: [{ prefix: "a" }, { suffix: "z" }] };

    expect(matchesEvent(pattern, { $or: "buzz" })).toBe(true);
    expect(matchesEvent(pattern, { $or: "b" })).toBe(false);
  });

  test("is an ordinary name where it holds plain values", () => {
    expect(matchesEvent({ $or: ["a", "b"] }, { $or: "b" })).toBe(true);
  });
});
