import type { ActiveFault, FaultInput } from "@event-choreography/local-cloud/testing";
import { Random } from "@event-choreography/local-cloud/testing";
import { expect, test } from "vitest";
import { steps } from "../../steps/index.ts";
import { invariants, violationsOf } from "../../test/invariants/invariants.ts";
import { type BookingRequest, CloudHarness } from "../../test/invariants/local-cloud/cloud-harness.ts";
import { groupBy, type Snapshot } from "../../test/invariants/snapshot.ts";

const { SOAK_BOOKINGS, SOAK_SEED, SOAK_STEP } = process.env;
const count = Number(SOAK_BOOKINGS ?? 1000);
const seed = Number(SOAK_SEED ?? 1);
const step = SOAK_STEP === undefined || SOAK_STEP === "last" ? steps.list.length : Number(SOAK_STEP);

const seatsPerFlight = 6;
/** Fewer seats than bookings, so that some find a full flight. */
const flights = Math.ceil((count * 0.8) / seatsPerFlight);
const batchSize = 50;
const probability = 0.05;

test(`${count} bookings, every fault at ${probability * 100} %, seed ${seed}`, async () => {
  // First, so that a run that hangs can be repeated.
  console.log(`seed ${seed}`);
  const harness = await CloudHarness.start({
    step,
    settings: { seatsPerFlight: String(seatsPerFlight) },
    // A throttled function mostly waits, in real time, for the SDK's next retry, so many can run at once.
    cloudOptions: { seed, lambda: { environments: 30 } },
  });
  try {
    const startedAt = performance.now();
    const { faults } = harness.stack.cloud;
    for (const fault of everyFault(functionsOf(harness), functionsWithUrl(harness))) faults.add(fault);

    const requests = bookings(new Random(seed));
    const accepted: BookingRequest[] = [];
    for (let start = 0; start < count; start += batchSize) {
      const batch = requests.slice(start, start + batchSize);
      const answers = await Promise.all(batch.map((request) => harness.book(request)));
      accepted.push(...batch.filter((_, index) => answers[index]));
      await harness.stack.clock.advance(5000);
      if ((start + batch.length) % 100 === 0) console.log(`${start + batch.length} bookings requested`);
    }
    await harness.stack.settle();
    const injected = faults.list();
    faults.clear();
    const redriven = await harness.drain();
    const interruptions = injected.reduce((sum, { injected: times }) => sum + times, 0);
    const snapshot = await harness.snapshot(accepted, { interruptions });

    console.log(figures(snapshot, { redriven, injected, seconds: (performance.now() - startedAt) / 1000 }).join("\n"));
    expect(violationsOf(snapshot).join("\n")).toBe("");
    expect(accepted.length, "bookings that were answered 202").toBeGreaterThan(count * 0.9);
  } finally {
    await harness.close();
  }
});

/**
 * Bookings on small flights. One in twenty costs more than the payment limit, one in twenty loses the first answer of the
 * payment provider, and one in twenty is refused its ticket.
 */
function bookings(random: Random): BookingRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    bookingId: `S${index}`,
    flightId: random.below(20) === 0 ? "FLIGHT404" : `F${random.below(flights)}`,
    amount: [1200, 504][random.below(20)] ?? 300,
  }));
}

function functionsOf(harness: CloudHarness): string[] {
  return resourcesOf<{ name: string }>(harness, "aws:lambda/function:Function").map(({ name }) => name);
}

function functionsWithUrl(harness: CloudHarness): string[] {
  const urls = resourcesOf<{ functionName: string }>(harness, "aws:lambda/functionUrl:FunctionUrl");
  return urls.map(({ functionName }) => functionName);
}

/** The inputs of all resources of a type. */
function resourcesOf<Inputs>({ stack }: CloudHarness, type: string): Inputs[] {
  return [...stack.resources].flatMap(([urn, inputs]) => (urn.includes(`${type}::`) ? [inputs as Inputs] : []));
}

/** Faults of the functions' calls, of EventBridge's deliveries, and of its invocations. */
function everyFault(functions: readonly string[], withUrl: readonly string[]): FaultInput[] {
  const calls = ["dynamodb.*", "events.*", "sns.*"];
  const ofCall = (call: string, name: string): FaultInput[] => [
    { kind: "lose-answer", call, function: name, probability },
    { kind: "throttle", call, function: name, probability },
    { kind: "refuse", call, function: name, probability },
    { kind: "crash", when: "before", call, function: name, probability },
    { kind: "crash", when: "after", call, function: name, probability },
  ];
  return [
    ...functions.flatMap((name) => calls.flatMap((call) => ofCall(call, name))),
    { kind: "duplicate", probability },
    { kind: "delay", ms: 5 * 60 * 1000, probability },
    { kind: "reorder", ms: 60_000, probability },
    ...functions
      // The virtual clock stands still while a caller waits for the response.
      .filter((name) => !withUrl.includes(name))
      .map((name): FaultInput => ({ kind: "slow", function: name, ms: 2000, probability })),
    ...(["throttle", "refuse", "lose-answer"] as const).map(
      (kind): FaultInput => ({ kind, call: "lambda.Invoke", probability }),
    ),
  ];
}

interface Run {
  redriven: number;
  injected: readonly ActiveFault[];
  seconds: number;
}

function figures(snapshot: Snapshot, { redriven, injected, seconds }: Run): string[] {
  const kinds = new Map<string, number>();
  for (const { kind, injected: times } of injected) kinds.set(kind, (kinds.get(kind) ?? 0) + times);
  const states = new Map<unknown, number>();
  for (const { status } of snapshot.tables.BookingTable ?? []) states.set(status, (states.get(status) ?? 0) + 1);
  const list = (counts: ReadonlyMap<unknown, number>) =>
    [...counts].map(([name, times]) => `${times} ${name}`).join(", ");
  const facts = [...groupBy(snapshot.events, ({ detail }) => detail.metadata.eventId).values()];
  const mostRepeated = facts.reduce((most, { length }) => Math.max(most, length), 0);
  return [
    "",
    `step ${step}, ${seconds.toFixed(0)} s`,
    `bookings answered 202: ${snapshot.accepted.length} of ${count}, on ${flights} flights of ${seatsPerFlight} seats: ${list(states)}`,
    `events on the bus: ${snapshot.events.length}, of which ${snapshot.events.length - facts.length} repeats; at most ${mostRepeated} of one event`,
    `messages to customers: ${snapshot.inbox.length}, of which ${snapshot.inbox.length - snapshot.accepted.length} repeats`,
    `injected faults: ${list(kinds)}`,
    `redriven from the failure queues: ${redriven}`,
    ...Object.entries(invariants).map(([name, invariant]) => {
      const violations = invariant(snapshot).length;
      return `${violations === 0 ? "holds" : `VIOLATED ${violations} times`}: ${name}`;
    }),
  ];
}
