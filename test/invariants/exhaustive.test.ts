import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { steps } from "../../steps/index.ts";
import { bookingRequest, createHarness, type Harness, randomId, tick } from "./in-process/harness.ts";
import { bookingOf, eventsOf, type Snapshot } from "./snapshot.ts";
import {
  type Budget,
  expectInvariants,
  expiry,
  printTotal,
  problemsOf,
  raceAmong,
  type Story,
  stories,
} from "./stories.ts";

vi.mock("node:crypto", async (original) => ({ ...(await original<object>()), randomUUID: () => randomId() }));

const last = steps.list.length;
const poorAndExpiring: Story = { deliveries: [...stories["cannot pay"].deliveries, tick] };
const once: Budget = { duplicates: 1, faults: 1 };

let step: number;
let harness: Harness;
const inStep = (number: number) => {
  beforeAll(async () => {
    step = number;
    harness = await createHarness(step);
  });
  afterAll(() => harness?.[Symbol.dispose]());
};
const holds = (title: string, story: Story, budget: Budget) =>
  expectInvariants(harness.space, `step ${step}, ${title}`, { ...story, ...budget });

afterAll(() => printTotal("All stories"));

// `npm run prove` runs the tests of one step for each protection that it removes, so they must fail fast.
describe.each([
  { number: 9, budget: once },
  { number: last, budget: { duplicates: 2, faults: 1 } },
])("step $number", { timeout: 120_000 }, ({ number, budget }) => {
  inStep(number);

  test.each(Object.entries<Story>(stories))(
    "holds the invariants for a booking that %s, with any delivery repeated and a fault at any call",
    (title, story) => holds(title, story, budget),
  );

  test.each(Object.entries<Story>(stories))(
    "holds them if two runs process a booking that %s at once",
    (title, story) => holds(`${title}, two runs at once`, story, { duplicates: 1, faults: 0, concurrency: 2 }),
  );

  test.each<[string, Budget]>([
    ["a repeated event", { duplicates: 1, faults: 0, concurrency: 3 }],
    ["a crash or a lost response", { duplicates: 0, faults: 1, concurrency: 3 }],
  ])(
    "holds them in every interleaving of the seat service's calls for two bookings and one seat, with %s",
    (fault, few) =>
      race(`two bookings and one seat, ${fault}`, [bookingRequest("B1"), bookingRequest("B2")], ["seat-assign"], few),
  );

  test("holds them in every interleaving of calls if a cancellation overtakes its request's last calls, with a fault", () =>
    race(
      "a cancellation overtakes its request",
      stories["cannot pay"].deliveries,
      ["booking-api", "payment-charge", "booking-cancel"],
      {
        duplicates: 0,
        faults: 1,
        concurrency: 2,
      },
    ));

  test("notifies the customer once if nothing fails, however often and late events are delivered", async () => {
    const scenario = { ...stories["gets its ticket"], duplicates: 2, faults: 0 };

    await expectInvariants(harness.space, `step ${step}, one message`, scenario, { check: notifiedOnce });
  });
});

describe.each([11, last])("step %i with its deadline", { timeout: 120_000 }, (number) => {
  inStep(number);

  test("holds the invariants for a booking that expires at any moment, repeats and faults included", async () => {
    const endings = new Set<string>();
    const check = (snapshot: Snapshot) => {
      endings.add(endingOf(snapshot));
      return problemsOf(snapshot);
    };

    await expectInvariants(harness.space, `step ${step}, expires`, { ...expiry, ...once }, { check });

    expect([...endings].sort()).toEqual(allEndings.toSorted());
  });

  test("holds them if a booking expires between any two calls of another run", () =>
    holds("expires during a run", expiry, { duplicates: 0, faults: 0, concurrency: 2 }));

  test.each<[string, Story, string[]]>([
    ["a ticket races the deadline", expiry, ["ticket-issue", "ticket-refuse"]],
    ["a late seat races its release", expiry, ["seat-assign", "seat-release"]],
    ["a late charge races its refund", expiry, ["payment-charge", "payment-refund"]],
    ["a cancellation races the deadline", poorAndExpiring, ["booking-cancel", "booking-expire"]],
  ])("holds them in every interleaving of calls if %s, with a repeat and a fault", (title, story, functions) =>
    race(title, story.deliveries, functions, { ...once, concurrency: 2 }),
  );

  test("ends a booking at its deadline if any delivery on the way to its ticket is lost", () => {
    const losing = ["payment-charge", "seat-assign", "ticket-issue", "booking-track"];
    const scenario = { ...stories["gets its ticket"], duplicates: 0, faults: 1, losing };
    // A lost event is what invariant 5 reports.
    const check = (snapshot: Snapshot) => problemsOf(snapshot).filter((each) => !each.startsWith("invariant 5"));

    return expectInvariants(harness.space, `step ${step}, a delivery is lost`, scenario, { check });
  });

  test("ends a booking at its deadline if an event is lost, whatever fault the way back meets", () => {
    const losing = ["seat-assign"];
    const scenario = { ...stories["gets its ticket"], duplicates: 0, faults: 2, losing };
    const check = (snapshot: Snapshot) => problemsOf(snapshot).filter((each) => !each.startsWith("invariant 5"));

    return expectInvariants(harness.space, `step ${step}, a delivery is lost, and a fault`, scenario, { check });
  });

  test("holds them in every interleaving of calls if two bookings expire while they race for one seat", () => {
    const deliveries = [bookingRequest("B1"), bookingRequest("B2"), tick];
    const few = { duplicates: 0, faults: 0, concurrency: 3 };

    return race("two bookings and one seat expire", deliveries, ["seat-assign", "seat-release"], few);
  });
});

/** Explores only the runs of these functions: before them, everything happens once and in order. */
async function race(title: string, deliveries: Story["deliveries"], functions: string[], budget: Budget) {
  const { scenario, initial } = await raceAmong(harness.space, deliveries, functions, budget);
  await expectInvariants(harness.space, `step ${step}, ${title}`, scenario, { initial });
}

const allEndings = [
  "got its ticket before the deadline",
  "expired, but the ticket was faster",
  "expired before it was charged, and a late charge was declined",
  "expired after the charge",
  "expired after the seat was assigned",
];

function endingOf(snapshot: Snapshot): string {
  if (eventsOf(snapshot, "B1", "BookingExpired").length === 0) return "got its ticket before the deadline";
  if (bookingOf(snapshot, "B1")?.status === "TICKETED") return "expired, but the ticket was faster";
  if (eventsOf(snapshot, "B1", "SeatReleased")[0]?.detail.seat) return "expired after the seat was assigned";
  return eventsOf(snapshot, "B1", "PaymentConfirmed").length > 0
    ? "expired after the charge"
    : "expired before it was charged, and a late charge was declined";
}

function notifiedOnce({ inbox }: Snapshot): string[] {
  return inbox.length === 1
    ? []
    : [`the customer got ${inbox.length} messages: ${inbox.map(({ text }) => text).join(" ")}`];
}
