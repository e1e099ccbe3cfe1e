import { describe, expect, test, vi } from "vitest";
import { steps } from "../../steps/index.ts";
import { type Exploration, explore, runUntil } from "./in-process/explore.ts";
import { bookingRequest, createHarness, randomId } from "./in-process/harness.ts";
import type { Scenario } from "./in-process/state.ts";
import type { StateSpace } from "./in-process/state-space.ts";
import { invariants, type Snapshot, violationsOf } from "./invariants.ts";

vi.mock("node:crypto", async (original) => ({ ...(await original<object>()), randomUUID: () => randomId() }));

type Injected = Pick<Scenario, "duplicates" | "faults">;

const last = steps.list.length;
const full = { SeatTable: [{ flightId: "F1", "12A": "B0" }] };
const outcomes: [string, Pick<Scenario, "deliveries" | "contents">][] = [
  ["gets its ticket", { deliveries: [bookingRequest("B1")] }],
  ["finds the flight full", { deliveries: [bookingRequest("B1")], contents: full }],
  ["cannot pay", { deliveries: [bookingRequest("B1", { amount: 1200 })] }],
];

// `npm run prove` runs the tests of step 9 once for each protection that it removes, so they must fail fast.
describe.each([
  { step: 9, duplicates: 1, faults: 1 },
  { step: last, duplicates: 2, faults: 1 },
])("step $step", { timeout: 120_000 }, ({ step, ...injected }) => {
  test.each(outcomes)(
    "holds the invariants for a booking that %s, with any delivery repeated and a crash anywhere",
    async (outcome, scenario) => {
      using harness = await createHarness(step);

      const exploration = await explore(harness.space, { ...scenario, ...injected }, violationsOf);

      report(`step ${step}, a booking that ${outcome}`, exploration);
      expectNoFailure(exploration);
    },
  );

  test.each(outcomes.slice(0, 2))(
    "holds them if two runs process a booking that %s at once",
    async (outcome, scenario) => {
      using harness = await createHarness(step);

      const concurrent = { ...scenario, duplicates: 1, faults: 0, concurrency: 2 };
      const exploration = await explore(harness.space, concurrent, violationsOf);

      report(`step ${step}, a booking that ${outcome}, two runs at once`, exploration);
      expectNoFailure(exploration);
    },
  );

  test.each<[string, Injected]>([
    ["a repeated event", { duplicates: 1, faults: 0 }],
    ["a crash or a lost response", { duplicates: 0, faults: 1 }],
  ])(
    "holds them in every interleaving of the seat service's calls for two bookings and one seat, with %s",
    async (fault, few) => {
      using harness = await createHarness(step);

      const exploration = await raceForSeat(harness.space, few);

      report(`step ${step}, two bookings and one seat, ${fault}`, exploration);
      expectNoFailure(exploration);
    },
  );

  test("notifies the customer once if nothing fails, however often and late events are delivered", async () => {
    using harness = await createHarness(step);

    const scenario = { deliveries: [bookingRequest("B1")], duplicates: 2, faults: 0 };
    const exploration = await explore(harness.space, scenario, notifiedOnce);

    expectNoFailure(exploration);
  });
});

test.each<[string, Injected]>([
  ["the money taken is one ticket's price, or nothing", { duplicates: 1, faults: 0 }],
  ["a booking is ticketed or cancelled, and all five services agree", { duplicates: 0, faults: 1 }],
  ["all messages about one fact have the same id", { duplicates: 1, faults: 0 }],
  ["every event was delivered, or is in a dead-letter queue", { duplicates: 0, faults: 1 }],
])("step 8 violates what step 9 holds: %s", { timeout: 60_000 }, async (name, injected) => {
  using harness = await createHarness(8);

  const scenario = { deliveries: [bookingRequest("B1")], ...injected };
  const { failure } = await explore(harness.space, scenario, invariants[name]!);

  report(`step 8: ${name}`, { failure });
  expect(failure, "a path that violates it").toBeDefined();
});

/** Starts after both bookings have paid. From there, the seat service's runs overlap, and faults are injected into it alone. */
async function raceForSeat(space: StateSpace, injected: Injected): Promise<Exploration> {
  const seat = ["seat-assign"];
  const deliveries = [bookingRequest("B1"), bookingRequest("B2")];
  const bothPaid = await runUntil(space, deliveries, seat);
  const scenario = { deliveries, ...injected, concurrency: 3, overlapping: seat, faultyFunctions: seat };
  return explore(space, scenario, violationsOf, { ...bothPaid, ...injected });
}

function notifiedOnce({ inbox }: Snapshot): string[] {
  return inbox.length === 1
    ? []
    : [`the customer got ${inbox.length} messages: ${inbox.map(({ text }) => text).join(" ")}`];
}

/** Throws the path itself, which reads better than a comparison. */
function expectNoFailure({ failure }: Exploration): void {
  if (failure) throw new Error(failure.join("\n"));
}

function report(title: string, { paths, states, longest, failure = [] }: Partial<Exploration>): void {
  const counts =
    paths &&
    `${paths.toLocaleString("en")} paths of up to ${longest} actions, through ${states!.toLocaleString("en")} states`;
  console.log([`${title}: ${counts ?? ""}`, ...failure].join("\n"));
}
