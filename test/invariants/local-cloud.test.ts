import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { steps } from "../../steps/index.ts";
import { violationsOf } from "./invariants.ts";
import { type BookingRequest, CloudHarness } from "./local-cloud/cloud-harness.ts";
import { type FaultKind, FaultSchedule, type Injection, type Occurrence } from "./local-cloud/fault-schedule.ts";
import {
  describeInjection,
  injectionPoints,
  isCall,
  runScenario,
  scenarios,
  shortestFailure,
} from "./local-cloud/scenario.ts";

/** To try other scenarios: SEED=2 npx vitest run test/invariants/local-cloud.test.ts */
const seed = Number(process.env.SEED ?? 1);
const runs = Number(process.env.RUNS ?? 2);

/** Kinds of fault, the probability of each occurrence in percent, and the number of scenarios. */
const cases: [string, FaultKind[], percent: number, numRuns: number][] = [
  ["duplicate events", ["duplicate"], 30, 2 * runs],
  ["late, and so reordered, events", ["delay"], 30, 2 * runs],
  ["lost responses", ["lost response"], 30, runs],
  ["crashes", ["crash before", "crash after"], 30, runs],
  ["all kinds of fault", ["duplicate", "delay", "lost response", "throttle", "crash before", "crash after"], 15, runs],
];

const faults = new FaultSchedule();
let harness: CloudHarness;
/** Scenarios with throttled calls run in a second cloud, concurrently with the others. */
let throttled: Promise<Result>;
let secondHarness: CloudHarness;
/** Every call and every delivery for bookings that get a seat, find none, and cannot pay. */
let occurrences: readonly Occurrence[];

beforeAll(async () => {
  harness = await startHarness(faults);
  occurrences = await occurrencesWithoutFaults();
  const secondFaults = new FaultSchedule();
  secondHarness = await startHarness(secondFaults);
  throttled = runScenarios(secondHarness, secondFaults, ["throttle"], 30, Math.ceil(runs / 4));
  // The test that awaits it reports a failure.
  throttled.catch(() => {});
}, 180_000);
afterAll(() => Promise.all([harness?.close(), secondHarness?.close()]));

test.each(cases)("holds the invariants despite %s", { timeout: 600_000 }, async (_, kinds, percent, numRuns) => {
  expectNoFailure(await runScenarios(harness, faults, kinds, percent, numRuns));
});

// The SDK waits in real time before it retries a throttled call.
test("holds the invariants despite throttled calls", { timeout: 600_000 }, async () => {
  expectNoFailure(await throttled);
});

test("holds the invariants after a crash at any call for a booking", { timeout: 600_000 }, async () => {
  // A crash before a call equals one after the previous call; before the first call, nothing has happened yet.
  // A call that is about no booking, such as the query of booking-expire, has no subject.
  const crashes = occurrences
    .filter((occurrence) => isCall(occurrence) && occurrence.subject !== undefined)
    .map((occurrence): Injection => ({ ...occurrence, fault: "crash after" }));
  const requests: BookingRequest[] = [];
  const injections = crashes.map((crash, index): Injection => {
    const outcome = outcomeOf(crash.subject!);
    const request = { ...bookings[outcome]!, bookingId: `${outcome}-C${index}C`, flightId: `${outcome}-F${index}F` };
    requests.push(request);
    return { ...crash, subject: crash.subject === `${outcome}-F` ? request.flightId : request.bookingId };
  });

  await fillFlights(requests);
  const violations = await bookAll(requests, injections);

  console.log(`${crashes.length} bookings, each with a crash at another call`);
  expect(faults.injected, "injected crashes").toBe(crashes.length);
  expect(violations.map((each) => `${each} (${causeOf(each, requests, injections)})`)).toEqual([]);
});

interface Result {
  scenarios: number;
  /** Faults injected in all of them. */
  injected: number;
  /** The shortest scenario that violates an invariant. */
  failure: string | undefined;
}

function startHarness(schedule: FaultSchedule): Promise<CloudHarness> {
  return CloudHarness.start({
    step: steps.list.length,
    settings: { seatsPerFlight: "2" },
    cloudOptions: { seed, faults: schedule },
  });
}

async function runScenarios(
  inHarness: CloudHarness,
  schedule: FaultSchedule,
  kinds: FaultKind[],
  percent: number,
  numRuns: number,
): Promise<Result> {
  let injected = 0;
  const arbitrary = scenarios(injectionPoints(occurrences, kinds), percent);
  const failure = await shortestFailure(arbitrary, { seed, numRuns }, async (scenario) => {
    const outcome = await runScenario(inHarness, schedule, scenario);
    injected += outcome.injected;
    return outcome;
  });
  return { scenarios: numRuns, injected, failure };
}

function expectNoFailure({ scenarios: count, injected, failure }: Result): void {
  console.log(`${count} scenarios with ${injected} injected faults (seed ${seed})`);
  if (failure) throw new Error(failure);
  expect(injected).toBeGreaterThan(0);
}

/** A booking for each outcome. */
const bookings: Record<string, Omit<BookingRequest, "bookingId" | "flightId">> = {
  seated: { amount: 300 },
  full: { amount: 300 },
  declined: { amount: 1200 },
};

/** What happens to one booking per outcome if nothing fails. */
async function occurrencesWithoutFaults(): Promise<readonly Occurrence[]> {
  const requests = Object.entries(bookings).map(([outcome, booking]) => ({
    ...booking,
    bookingId: `${outcome}-B`,
    flightId: `${outcome}-F`,
  }));
  await fillFlights(requests);
  expect(await bookAll(requests, [])).toEqual([]);
  // In an order that does not depend on timing, so that a seed draws the same scenarios each time.
  return faults.occurrences.toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)));
}

function keyOf({ point, subject, nth }: Occurrence): string {
  return `${point} ${subject} ${nth}`;
}

/** The outcome that a booking's or flight's id starts with. */
function outcomeOf(id: string): string {
  return id.split("-")[0]!;
}

/** Takes all seats on the flights of bookings that should find none. */
async function fillFlights(requests: readonly BookingRequest[]): Promise<void> {
  const TableName = harness.stack.outputs.seatTable!;
  for (const { flightId } of requests.filter(({ bookingId }) => outcomeOf(bookingId) === "full")) {
    const Item = { flightId: { S: flightId }, "12A": { S: "B0" }, "12B": { S: "B0" } };
    await harness.stack.cloud.dynamodb.send(new PutItemCommand({ TableName, Item }));
  }
}

async function bookAll(requests: readonly BookingRequest[], injections: readonly Injection[]): Promise<string[]> {
  const since = harness.stack.clock.now();
  const subjects = [...requests.map(({ bookingId }) => bookingId), ...requests.map(({ flightId }) => flightId)];
  faults.start(subjects, injections);
  const answers = await Promise.all(requests.map((request) => harness.book(request)));
  await harness.stack.settle();
  faults.stop();
  await harness.drain();
  expect(answers.every(Boolean), "every booking was answered 202 in the end").toBe(true);
  return violationsOf(await harness.snapshot(requests, { since, interruptions: injections.length }));
}

/** The crash that caused a violation. */
function causeOf(violation: string, requests: readonly BookingRequest[], injections: readonly Injection[]): string {
  const index = requests.findIndex(({ bookingId }) => violation.includes(bookingId));
  return index < 0 ? "cause unknown" : describeInjection(injections[index]!);
}
