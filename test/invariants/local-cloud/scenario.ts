import fc from "fast-check";
import { violationsOf } from "../invariants.ts";
import type { BookingRequest, CloudHarness } from "./cloud-harness.ts";
import type { FaultKind, FaultSchedule, Injection, Occurrence } from "./fault-schedule.ts";

type Flight = "F1" | "F2" | "FLIGHT404";

/** Some bookings, and the faults to inject. Bookings are named B1, B2, …, flights F1, F2 and FLIGHT404, for which no ticket is issued. */
export interface Scenario {
  bookings: readonly { flight: Flight; canPay: boolean }[];
  injections: readonly (Injection | undefined)[];
}

/** A point at which faults can be injected, and the kinds of fault to use. */
interface InjectionPoint {
  point: string;
  faults: readonly FaultKind[];
}

const maxBookings = 3;
/** A run and its two retries. */
const maxTimes = 3;

/** Scenarios with a fault at each occurrence with a probability in percent. They shrink to fewer bookings and fewer faults. */
export function scenarios(points: readonly InjectionPoint[], percent: number): fc.Arbitrary<Scenario> {
  const booking = fc.record({
    flight: fc.constantFrom<Flight>("F1", "F2", "F1", "F2", "FLIGHT404"),
    canPay: fc.integer({ min: 0, max: 9 }).map((n) => n < 9),
  });
  const injections = points.flatMap((point) => occurrencesAt(point)).map((one) => maybe(one, percent));
  return fc.record({
    bookings: fc.array(booking, { minLength: 1, maxLength: maxBookings, size: "max" }),
    injections: fc.tuple(...injections),
  });
}

/** The distinct points of some occurrences at which these kinds of fault can be injected. */
export function injectionPoints(occurrences: readonly Occurrence[], faults: readonly FaultKind[]): InjectionPoint[] {
  const ofCall = faults.filter((fault) => fault !== "duplicate" && fault !== "delay");
  const ofDelivery = faults.filter((fault) => fault === "duplicate" || fault === "delay");
  return [...new Set(occurrences.map(({ point }) => point))]
    .map((point) => ({ point, faults: isCall({ point }) ? ofCall : ofDelivery }))
    .filter((found) => found.faults.length > 0);
}

/** Whether it is a function's call. Otherwise it is a delivery. */
export function isCall({ point }: Pick<Occurrence, "point">): boolean {
  return point.includes(".");
}

type FaultyOccurrence = Occurrence & Pick<InjectionPoint, "faults">;

function occurrencesAt({ point, faults }: InjectionPoint): FaultyOccurrence[] {
  const ordinals = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  // A delivery's booking is not known, so deliveries are counted over all bookings.
  if (!isCall({ point })) return ordinals(maxTimes * maxBookings).map((nth) => ({ point, nth, faults }));
  const subjects = ["B1", "B2", "B3", "F1", "F2"];
  return subjects.flatMap((subject) => ordinals(maxTimes).map((nth) => ({ point, nth, subject, faults })));
}

function maybe({ faults, ...occurrence }: FaultyOccurrence, percent: number): fc.Arbitrary<Injection | undefined> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 100 - percent, arbitrary: fc.constant(undefined) },
    { weight: percent, arbitrary: fc.constantFrom(...faults).map((fault) => ({ ...occurrence, fault })) },
  );
}

/** The result of a scenario. */
export interface Outcome {
  violations: string[];
  /** The events on the bus, in order. */
  events: string[];
  /** How many of the scheduled faults were injected. */
  injected: number;
}

let scenarioCount = 0;

/** Runs a scenario until nothing is pending, and checks the invariants. */
export async function runScenario(harness: CloudHarness, faults: FaultSchedule, scenario: Scenario): Promise<Outcome> {
  const suffix = `-${++scenarioCount}`;
  const requests = scenario.bookings.map(
    ({ flight, canPay }, index): BookingRequest => ({
      bookingId: `B${index + 1}${suffix}`,
      flightId: flight === "FLIGHT404" ? flight : `${flight}${suffix}`,
      amount: canPay ? 300 : 1200,
    }),
  );
  const injections = scenario.injections.flatMap((injection) => injection ?? []);
  const named = injections.map((injection) => ({
    ...injection,
    subject: injection.subject && `${injection.subject}${suffix}`,
  }));
  const since = harness.stack.clock.now();
  faults.start(requests.flatMap(({ bookingId, flightId }) => [bookingId, flightId]).sort(), named);
  const answers = await Promise.all(requests.map((request) => harness.book(request)));
  await harness.stack.settle();
  faults.stop();
  await harness.drain();
  const accepted = requests.filter((_, index) => answers[index]);
  const snapshot = await harness.snapshot(accepted, { since, interruptions: faults.injected });
  const plain = (text: string) => text.replaceAll(suffix, "");
  return {
    violations: violationsOf(snapshot).map(plain),
    events: snapshot.events.map((event) =>
      plain(`${event.name} of ${event.detail.bookingId} (${event.detail.metadata.eventId.slice(0, 8)})`),
    ),
    injected: faults.injected,
  };
}

/** A description of the shortest scenario that violates an invariant; undefined if none does. */
export async function shortestFailure(
  arbitrary: fc.Arbitrary<Scenario>,
  options: { seed: number; numRuns: number },
  run: (scenario: Scenario) => Promise<Outcome>,
): Promise<string | undefined> {
  const property = fc.asyncProperty(arbitrary, async (scenario) => {
    const outcome = await run(scenario);
    if (outcome.violations.length > 0) throw new Error(describeScenario(scenario, outcome));
  });
  const { failed, errorInstance } = await fc.check(property, options);
  return failed ? (errorInstance as Error).message : undefined;
}

function describeScenario({ bookings, injections }: Scenario, { violations, events }: Outcome): string {
  const booked = bookings.map(
    ({ flight, canPay }, index) =>
      `B${index + 1} on flight ${flight}${canPay ? "" : ", for more than the payment limit"}`,
  );
  const faults = injections.flatMap((injection) => (injection ? describeInjection(injection) : []));
  return [
    ...violations,
    `Bookings: ${booked.join("; ")}. A flight has 2 seats.`,
    "Injected faults:",
    ...(faults.length > 0 ? faults.map((each) => `  ${each}`) : ["  none"]),
    "Events on the bus:",
    ...events.map((each) => `  ${each}`),
  ].join("\n");
}

const verbs: Record<FaultKind, string> = {
  "crash before": "crashes before",
  "crash after": "crashes after",
  "lost response": "gets no response to",
  throttle: "is throttled at",
  duplicate: "receives twice",
  delay: "receives fifteen minutes late",
};

/** E.g. "payment-charge crashes after its first dynamodb.PutItem for B1". */
export function describeInjection({ fault, point, nth, subject }: Injection): string {
  const [first, second] = point.split(" ") as [string, string];
  const ordinal = nth === 1 ? "its first" : `its ${nth}${nth === 2 ? "nd" : nth === 3 ? "rd" : "th"}`;
  if (fault === "duplicate" || fault === "delay") return `${second} ${verbs[fault]} ${ordinal} event from ${first}`;
  return `${first} ${verbs[fault]} ${ordinal} ${second} for ${subject ?? "an unknown booking"}`;
}
