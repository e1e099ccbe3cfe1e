import { expect } from "vitest";
import { type Exploration, explore, runUntil } from "./in-process/explore.ts";
import { bookingRequest, tick } from "./in-process/harness.ts";
import type { Scenario, State } from "./in-process/state.ts";
import type { StateSpace } from "./in-process/state-space.ts";
import { violationsOf } from "./invariants.ts";
import type { Snapshot } from "./snapshot.ts";

/** What happens to a booking: the requests, and what the stores contain before. */
export type Story = Pick<Scenario, "deliveries" | "contents">;
/** How many deliveries are repeated, how many faults are injected, how many runs overlap. */
export type Budget = Pick<Scenario, "duplicates" | "faults" | "concurrency">;

/** On flight F1, which has one seat. */
export const stories = {
  "gets its ticket": { deliveries: [bookingRequest("B1")] },
  "finds the flight full": {
    deliveries: [bookingRequest("B1")],
    contents: { SeatTable: [{ flightId: "F1", "12A": "B0" }] },
  },
  "cannot pay": { deliveries: [bookingRequest("B1", { amount: 1200 })] },
  // The payment provider charges this amount, but its first answer is lost.
  "is charged without an answer": { deliveries: [bookingRequest("B1", { amount: 504 })] },
  "is refused its ticket": { deliveries: [bookingRequest("B1", { flightId: "FLIGHT404" })] },
} satisfies Record<string, Story>;

/** The deadline comes at any moment. From step 11 on. */
export const expiry: Story = { deliveries: [bookingRequest("B1"), tick] };

const total = { explorations: 0, paths: 0, states: 0 };

/** Violations, and what waits for a person: every fault that is injected passes, so a redrive helps. */
export function problemsOf(snapshot: Snapshot): string[] {
  const parked = snapshot.deadLetters.map(
    ({ functionName, event }) => `${event.name} of ${event.detail.bookingId} fails at ${functionName} each time`,
  );
  return [...violationsOf(snapshot), ...parked];
}

/** Explores a story, prints how many paths and states it has, and throws the shortest path that violates an invariant. */
export async function expectInvariants(
  space: StateSpace,
  title: string,
  scenario: Scenario,
  { initial, check = problemsOf }: { initial?: State; check?: (snapshot: Snapshot) => string[] } = {},
): Promise<void> {
  const exploration = await explore(space, scenario, check, initial);
  total.explorations++;
  total.paths += exploration.paths;
  total.states += exploration.states;
  console.info(`${title}: ${countsOf(exploration)}`);
  // The path itself reads better than a comparison.
  if (exploration.failure) throw new Error(exploration.failure.join("\n"));
}

/** Explores a story that violates an invariant, and prints the shortest path to the violation. */
export async function expectViolation(
  space: StateSpace,
  title: string,
  scenario: Scenario,
  check: (snapshot: Snapshot) => string[],
): Promise<void> {
  const { failure } = await explore(space, scenario, check);
  console.info([title, ...(failure ?? [])].join("\n"));
  expect(failure, "a path that violates it").toBeDefined();
}

/** Begins with the deliveries to these functions pending, after one path without faults. Only their runs overlap and fail. */
export async function raceAmong(
  space: StateSpace,
  deliveries: Story["deliveries"],
  functions: readonly string[],
  budget: Budget,
): Promise<{ scenario: Scenario; initial: State }> {
  const before = await runUntil(space, deliveries, functions);
  const { duplicates, faults } = budget;
  return {
    scenario: { deliveries, ...budget, overlapping: functions, faultyFunctions: functions },
    initial: { ...before, duplicates, faults },
  };
}

/** How many stories were explored since the last call. */
export function printTotal(title: string): void {
  console.info(
    `${title}: ${total.explorations} explorations, ${readable(total.paths)} paths through ${readable(total.states)} states`,
  );
  Object.assign(total, { explorations: 0, paths: 0, states: 0 });
}

function countsOf({ paths, states, longest }: Exploration): string {
  return `${readable(paths)} paths of up to ${longest} actions, through ${readable(states)} states`;
}

/** "1,234" or "1.2 million": nobody reads fifteen digits. */
function readable(count: number): string {
  return count < 1e6
    ? count.toLocaleString("en")
    : count.toLocaleString("en", { notation: "compact", compactDisplay: "long", maximumSignificantDigits: 3 });
}
