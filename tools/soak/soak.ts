import type { ActiveFault, FaultInput } from "@event-choreography/local-cloud/testing";
import { Random } from "@event-choreography/local-cloud/testing";
import { expect, test } from "vitest";
import { steps } from "../../steps/index.ts";
import { type Asked, PromisedCloud } from "../../test/invariants/local-cloud/promised-cloud.ts";
import { brokenPromises, promises, type Snapshot } from "../../test/invariants/promises.ts";

const { SOAK_BOOKINGS, SOAK_SEED, SOAK_STEP } = process.env;
const count = Number(SOAK_BOOKINGS ?? 1000);
const seed = Number(SOAK_SEED ?? 1);
const step = SOAK_STEP === undefined || SOAK_STEP === "last" ? steps.list.length : Number(SOAK_STEP);

const seatsPerFlight = 6;
/** Fewer seats than bookings: some will find a full flight. */
const flights = Math.ceil((count * 0.8) / seatsPerFlight);
const atOnce = 50;
const probability = 0.05;

test(`${count} bookings, every fault at ${probability * 100} %, seed ${seed}`, async () => {
  const cloud = await PromisedCloud.start({
    step,
    settings: { seatsPerFlight: String(seatsPerFlight) },
    // Most of a throttled function's time is waiting, by the machine's clock, as the SDK does: that goes side by side.
    cloudOptions: { seed, lambda: { environments: 30 } },
  });
  try {
    const startedAt = performance.now();
    const { faults } = cloud.stack.cloud;
    for (const fault of everyFault(functionsOf(cloud))) faults.add(fault);

    const asked = bookings(new Random(seed));
    const accepted: Asked[] = [];
    for (let start = 0; start < count; start += atOnce) {
      const some = asked.slice(start, start + atOnce);
      const answers = await Promise.all(some.map((booking) => cloud.ask(booking)));
      accepted.push(...some.filter((_, index) => answers[index]));
      await cloud.stack.clock.advance(5000);
      if ((start + some.length) % 100 === 0) console.log(`${start + some.length} bookings asked for`);
    }
    await cloud.stack.settle();
    const active = faults.list();
    faults.clear();
    const redriven = await cloud.rest();
    const seen = await cloud.look(accepted);

    console.log(figures(seen, { redriven, active, seconds: (performance.now() - startedAt) / 1000 }).join("\n"));
    expect(brokenPromises(seen).join("\n")).toBe("");
    expect(accepted.length, "bookings that were answered 202").toBeGreaterThan(count * 0.9);
  } finally {
    await cloud.close();
  }
});

/** On small flights; one in twenty asks for more than Payment takes. */
function bookings(random: Random): Asked[] {
  return Array.from({ length: count }, (_, index) => ({
    bookingId: `S${index}`,
    flightId: `F${random.below(flights)}`,
    amount: random.below(20) === 0 ? 1200 : 300,
  }));
}

function functionsOf({ stack }: PromisedCloud): string[] {
  return [...stack.resources].flatMap(([urn, inputs]) =>
    urn.includes("aws:lambda/function:Function::") ? [(inputs as { name: string }).name] : [],
  );
}

/** What can go wrong with a function's calls, with what EventBridge asks of a function, and with a delivery. */
function everyFault(functions: readonly string[]): FaultInput[] {
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
      // A caller waits for this one, and time stands still until it answers.
      .filter((name) => name !== "booking-api")
      .map((name): FaultInput => ({ kind: "slow", function: name, ms: 2000, probability })),
    ...(["throttle", "refuse", "lose-answer"] as const).map(
      (kind): FaultInput => ({ kind, call: "lambda.Invoke", probability }),
    ),
  ];
}

interface Run {
  redriven: number;
  active: readonly ActiveFault[];
  seconds: number;
}

function figures(seen: Snapshot, { redriven, active, seconds }: Run): string[] {
  const kinds = new Map<string, number>();
  for (const { kind, injected } of active) kinds.set(kind, (kinds.get(kind) ?? 0) + injected);
  const states = new Map<unknown, number>();
  for (const { status } of seen.bookings) states.set(status, (states.get(status) ?? 0) + 1);
  const list = (counts: ReadonlyMap<unknown, number>) =>
    [...counts].map(([name, times]) => `${times} ${name}`).join(", ");
  const repeats = seen.events.length - new Set(seen.events.map(({ detail }) => detail.metadata.eventId)).size;
  return [
    "",
    `seed ${seed}, step ${step}, ${seconds.toFixed(0)} s`,
    `bookings answered 202: ${seen.accepted.length} of ${count}, on ${flights} flights of ${seatsPerFlight} seats: ${list(states)}`,
    `events on the bus: ${seen.events.length}, of which ${repeats} repeats`,
    `messages to customers: ${seen.inbox.length}, of which ${seen.inbox.length - seen.accepted.length} repeats`,
    `what went wrong: ${list(kinds)}`,
    `redriven from the failure queues: ${redriven}`,
    ...Object.entries(promises).map(([promise, promised]) => {
      const broken = promised(seen).length;
      return `${broken === 0 ? "kept" : `BROKEN ${broken} times`}: ${promise}`;
    }),
  ];
}
