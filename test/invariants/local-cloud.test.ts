import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { steps } from "../../steps/index.ts";
import { type Asked, PromisedCloud } from "./local-cloud/promised-cloud.ts";
import { describe, happen, isCall, placesFor, shortestFailure, stories } from "./local-cloud/story.ts";
import { type Mishap, StoryFaults, type Strike } from "./local-cloud/story-faults.ts";
import { brokenPromises } from "./promises.ts";

/** Another seed gives other stories: SEED=2 npx vitest run test/invariants/local-cloud.test.ts */
const seed = Number(process.env.SEED ?? 1);
const runs = Number(process.env.RUNS ?? 2);

/** Each sort of mishap, how often it comes, and how many stories are told of it. */
const plots: [string, Mishap[], percent: number, numRuns: number][] = [
  ["events that come twice", ["duplicate"], 30, 2 * runs],
  ["events that come late, and so in another order", ["delay"], 30, 2 * runs],
  ["lost answers", ["lost answer"], 30, runs],
  ["crashes", ["crash before", "crash after"], 30, runs],
  ["all of it", ["duplicate", "delay", "lost answer", "throttle", "crash before", "crash after"], 5, runs],
];

const faults = new StoryFaults();
let cloud: PromisedCloud;
/** The stories of throttled calls are told in a cloud of their own, beside the others. */
let throttled: Promise<Told>;
let asideCloud: PromisedCloud;
/** Every call of every function, and every delivery, of bookings that get a seat, find none, and cannot pay. */
let chances: readonly Strike[];

beforeAll(async () => {
  cloud = await startCloud(faults);
  chances = await undisturbed();
  const asideFaults = new StoryFaults();
  asideCloud = await startCloud(asideFaults);
  throttled = tell(asideCloud, asideFaults, ["throttle"], 30, Math.ceil(runs / 4));
  // Whoever waits for it hears of a failure.
  throttled.catch(() => {});
}, 60_000);
afterAll(() => Promise.all([cloud?.close(), asideCloud?.close()]));

test.each(plots)("keeps its promises in spite of %s", { timeout: 120_000 }, async (_, mishaps, percent, numRuns) => {
  expectKept(await tell(cloud, faults, mishaps, percent, numRuns));
});

// The SDK takes its time, the machine's own, before it tries again what was throttled.
test("keeps its promises in spite of throttled calls", { timeout: 120_000 }, async () => {
  expectKept(await throttled);
});

test("keeps its promises whichever call of whichever function it crashes after", { timeout: 120_000 }, async () => {
  // To crash before a call is to crash after the one before it; and before the first one, nothing has happened yet.
  const crashes = chances.filter(isCall).map((chance): Strike => ({ ...chance, mishap: "crash after" }));
  const asked: Asked[] = [];
  const strikes = crashes.map((crash, index): Strike => {
    const end = endOf(crash.about!);
    const booking = { ...ends[end]!, bookingId: `${end}-C${index}C`, flightId: `${end}-F${index}F` };
    asked.push(booking);
    return { ...crash, about: crash.about === `${end}-F` ? booking.flightId : booking.bookingId };
  });

  await fillFlights(asked);
  const broken = await bookAll(asked, strikes);

  console.log(`${crashes.length} bookings, each with a crash at another call`);
  expect(faults.struck, "crashes that came to pass").toBe(crashes.length);
  expect(broken.map((each) => `${each} (${blame(each, asked, strikes)})`)).toEqual([]);
});

interface Told {
  stories: number;
  /** Things that went wrong in them. */
  struck: number;
  /** The shortest story that breaks a promise. */
  failure: string | undefined;
}

function startCloud(storyFaults: StoryFaults): Promise<PromisedCloud> {
  return PromisedCloud.start({
    step: steps.list.length,
    settings: { seatsPerFlight: "2" },
    cloudOptions: { seed, faults: storyFaults },
  });
}

async function tell(
  inCloud: PromisedCloud,
  storyFaults: StoryFaults,
  mishaps: Mishap[],
  percent: number,
  numRuns: number,
): Promise<Told> {
  let struck = 0;
  const plot = stories(placesFor(chances, mishaps), percent);
  const failure = await shortestFailure(plot, { seed, numRuns }, async (story) => {
    const told = await happen(inCloud, storyFaults, story);
    struck += told.struck;
    return told;
  });
  return { stories: numRuns, struck, failure };
}

function expectKept({ stories: count, struck, failure }: Told): void {
  console.log(`${count} stories, in which ${struck} things went wrong (seed ${seed})`);
  if (failure) throw new Error(failure);
  expect(struck).toBeGreaterThan(0);
}

/** What there may be for a booking, and how it is brought about. */
const ends: Record<string, Omit<Asked, "bookingId" | "flightId">> = {
  seated: { amount: 300 },
  full: { amount: 300 },
  declined: { amount: 1200 },
};

/** One booking for each end, with nothing going wrong. */
async function undisturbed(): Promise<readonly Strike[]> {
  const asked = Object.entries(ends).map(([end, booking]) => ({
    ...booking,
    bookingId: `${end}-B`,
    flightId: `${end}-F`,
  }));
  await fillFlights(asked);
  expect(await bookAll(asked, [])).toEqual([]);
  return faults.chances;
}

function endOf(subject: string): string {
  return subject.split("-")[0]!;
}

/** Flights on which a booking is to find no seat have none left. */
async function fillFlights(asked: readonly Asked[]): Promise<void> {
  const TableName = cloud.stack.outputs.seatTable!;
  for (const { flightId } of asked.filter(({ bookingId }) => endOf(bookingId) === "full")) {
    const Item = { flightId: { S: flightId }, "12A": { S: "somebody" }, "12B": { S: "somebody" } };
    await cloud.stack.cloud.dynamodb.send(new PutItemCommand({ TableName, Item }));
  }
}

async function bookAll(asked: readonly Asked[], strikes: readonly Strike[]): Promise<string[]> {
  const since = cloud.stack.clock.now();
  faults.begin([...asked.map(({ bookingId }) => bookingId), ...asked.map(({ flightId }) => flightId)], strikes);
  const answers = await Promise.all(asked.map((booking) => cloud.ask(booking)));
  await cloud.stack.settle();
  faults.stop();
  await cloud.rest();
  expect(answers.every(Boolean), "every booking answered 202 in the end").toBe(true);
  return brokenPromises(await cloud.look(asked, since));
}

/** The crash that a broken promise comes of. */
function blame(broken: string, asked: readonly Asked[], strikes: readonly Strike[]): string {
  const index = asked.findIndex(({ bookingId }) => broken.includes(bookingId));
  return index < 0 ? "nobody knows whose" : describe(strikes[index]!);
}
