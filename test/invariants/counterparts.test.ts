import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { steps } from "../../steps/index.ts";
import { createHarness, type Harness, randomId } from "./in-process/harness.ts";
import { invariants } from "./invariants.ts";
import { bookingIds, eventsOf, type Snapshot } from "./snapshot.ts";
import { type Budget, expectInvariants, expectViolation, type Story, stories } from "./stories.ts";

vi.mock("node:crypto", async (original) => ({ ...(await original<object>()), randomUUID: () => randomId() }));

let harness: Harness;
const inStep = (step: number) => {
  beforeAll(async () => {
    harness = await createHarness(step);
  });
  afterAll(() => harness?.[Symbol.dispose]());
};
const repeat: Budget = { duplicates: 1, faults: 0 };
const fault: Budget = { duplicates: 0, faults: 1 };

describe("step 8 violates what step 9 holds", { timeout: 60_000 }, () => {
  inStep(8);

  test.each<[string, Story, Budget]>([
    ["the money taken is one ticket's price, or nothing", stories["gets its ticket"], repeat],
    ["a booking is ticketed or cancelled, and all five services agree", stories["gets its ticket"], fault],
    ["all messages about one fact have the same id", stories["gets its ticket"], repeat],
    ["every event was published and delivered, or is in a dead-letter queue", stories["gets its ticket"], fault],
    ["a cancelled booking holds neither seat nor money nor ticket", stories["finds the flight full"], repeat],
    ["an event is published once, and again for each interruption at most", stories["gets its ticket"], repeat],
  ])("%s", async (name, story, few) => {
    await expectViolation(harness.space, `step 8: ${name}`, { ...story, ...few }, invariants[name]!);
  });
});

/** The function crashes, and its caller does not try again. */
const abandoned = { ...stories["gets its ticket"], ...fault, callersGiveUp: true, faultyFunctions: ["booking-api"] };
const inTime = invariants["no booking is open beyond its deadline, one tick and the way back"]!;

describe("step 10 violates what step 11 holds", { timeout: 60_000 }, () => {
  inStep(10);

  test("no booking is open beyond its deadline, one tick and the way back", async () => {
    await expectViolation(harness.space, "step 10: a booking stays open", abandoned, inTime);
  });
});

describe("step 13 violates what step 14 holds", { timeout: 60_000 }, () => {
  inStep(13);

  test("a booking whose caller gives up after a crash has its BookingCreated", async () => {
    await expectViolation(harness.space, "step 13: a booking without its event", abandoned, everyBookingCreated);
  });

  test("but holds it if the caller retries, and ends every booking at its deadline", async () => {
    const retrying = { ...abandoned, callersGiveUp: false };
    await expectInvariants(harness.space, "step 13, the caller retries", retrying, { check: everyBookingCreated });
    await expectInvariants(harness.space, "step 13, the caller gives up", abandoned, { check: inTime });
  });
});

describe("step 14", { timeout: 60_000 }, () => {
  inStep(steps.list.length);

  test("publishes BookingCreated of every stored booking, whether or not the caller retries after a crash", async () => {
    await expectInvariants(harness.space, "step 14, the caller gives up", abandoned, { check: everyBookingCreated });
  });
});

function everyBookingCreated(snapshot: Snapshot): string[] {
  return bookingIds(snapshot)
    .filter((bookingId) => eventsOf(snapshot, bookingId, "BookingCreated").length === 0)
    .map((bookingId) => `${bookingId} is stored, but its BookingCreated was never published`);
}
