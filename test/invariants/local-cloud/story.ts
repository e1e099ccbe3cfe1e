import fc from "fast-check";
import { brokenPromises } from "../promises.ts";
import type { Asked, PromisedCloud } from "./promised-cloud.ts";
import type { Mishap, StoryFaults, Strike } from "./story-faults.ts";

/** Some bookings, and what goes wrong on their way. Names are the story's own: B1, F1. */
export interface Story {
  bookings: readonly { flight: 1 | 2; canPay: boolean }[];
  strikes: readonly (Strike | undefined)[];
}

/** A chance for something to go wrong, as often as it comes for each booking. */
interface Place {
  chance: string;
  mishaps: readonly Mishap[];
}

const mostBookings = 3;
/** A run and its two retries. */
const mostTimes = 3;

/** Stories in which each chance is taken with a probability in percent. A shorter story has fewer bookings, and less goes wrong. */
export function stories(places: readonly Place[], percent: number): fc.Arbitrary<Story> {
  const booking = fc.record({
    flight: fc.constantFrom<1 | 2>(1, 2),
    canPay: fc.integer({ min: 0, max: 9 }).map((n) => n < 9),
  });
  const strikes = places.flatMap((place) => chancesAt(place)).map((chance) => maybe(chance, percent));
  return fc.record({
    bookings: fc.array(booking, { minLength: 1, maxLength: mostBookings, size: "max" }),
    strikes: fc.tuple(...strikes),
  });
}

/** The chances at which these mishaps can strike. */
export function placesFor(chances: readonly Strike[], mishaps: readonly Mishap[]): Place[] {
  const ofCall = mishaps.filter((mishap) => mishap !== "duplicate" && mishap !== "delay");
  const ofDelivery = mishaps.filter((mishap) => mishap === "duplicate" || mishap === "delay");
  return [...new Set(chances.map(({ chance }) => chance))]
    .map((chance) => ({ chance, mishaps: isCall({ chance }) ? ofCall : ofDelivery }))
    .filter(({ mishaps: here }) => here.length > 0);
}

/** Whether it is a function's call, and no delivery. */
export function isCall({ chance }: Pick<Strike, "chance">): boolean {
  return chance.includes(".");
}

type Chance = Omit<Strike, "mishap"> & { mishaps: readonly Mishap[] };

function chancesAt({ chance, mishaps }: Place): Chance[] {
  const times = (nth: number) => Array.from({ length: nth }, (_, index) => index + 1);
  // Nobody knows of a delivery which booking it is about: it is counted for all of them.
  if (!isCall({ chance })) return times(mostTimes * mostBookings).map((nth) => ({ chance, nth, mishaps }));
  const subjects = ["B1", "B2", "B3", "F1", "F2"];
  return subjects.flatMap((about) => times(mostTimes).map((nth) => ({ chance, nth, about, mishaps })));
}

function maybe({ mishaps, ...chance }: Chance, percent: number): fc.Arbitrary<Strike | undefined> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 100 - percent, arbitrary: fc.constant(undefined) },
    { weight: percent, arbitrary: fc.constantFrom(...mishaps).map((mishap) => ({ ...chance, mishap })) },
  );
}

/** A story's end. */
export interface Told {
  broken: string[];
  /** What was said on the bus, in order. */
  said: string[];
  /** What went wrong, of all that should have. */
  struck: number;
}

let told = 0;

/** Lets a story happen, comes to rest, and says which promises are broken then. */
export async function happen(cloud: PromisedCloud, faults: StoryFaults, story: Story): Promise<Told> {
  const suffix = `-${++told}`;
  const name = (letter: string, number: number) => `${letter}${number}${suffix}`;
  const asked = story.bookings.map(
    ({ flight, canPay }, index): Asked => ({
      bookingId: name("B", index + 1),
      flightId: name("F", flight),
      amount: canPay ? 300 : 1200,
    }),
  );
  const strikes = story.strikes.flatMap((strike) => strike ?? []);
  const named = strikes.map((strike) => ({ ...strike, about: strike.about && `${strike.about}${suffix}` }));
  const since = cloud.stack.clock.now();
  faults.begin(asked.flatMap(({ bookingId, flightId }) => [bookingId, flightId]).sort(), named);
  const answers = await Promise.all(asked.map((booking) => cloud.ask(booking)));
  await cloud.stack.settle();
  faults.stop();
  await cloud.rest();
  const accepted = asked.filter((_, index) => answers[index]);
  const seen = await cloud.look(accepted, since);
  const plain = (text: string) => text.replaceAll(suffix, "");
  return {
    broken: brokenPromises(seen).map(plain),
    said: seen.events.map((event) =>
      plain(`${event.name} of ${event.detail.bookingId} (${event.detail.metadata.eventId.slice(0, 8)})`),
    ),
    struck: faults.struck,
  };
}

/** The shortest of the stories that break a promise, in words; undefined if none of them does. */
export async function shortestFailure(
  plot: fc.Arbitrary<Story>,
  how: { seed: number; numRuns: number },
  tell: (story: Story) => Promise<Told>,
): Promise<string | undefined> {
  const property = fc.asyncProperty(plot, async (story) => {
    const told = await tell(story);
    if (told.broken.length > 0) throw new Error(tellStory(story, told));
  });
  const { failed, errorInstance } = await fc.check(property, how);
  return failed ? (errorInstance as Error).message : undefined;
}

/** The story in lines that a person can follow. */
function tellStory({ bookings, strikes }: Story, { broken, said }: Told): string {
  const asked = bookings.map(
    ({ flight, canPay }, index) =>
      `B${index + 1} on flight F${flight}${canPay ? "" : ", for more than the payment limit"}`,
  );
  const wrong = strikes.flatMap((strike) => (strike ? describe(strike) : []));
  return [
    ...broken,
    `Asked for: ${asked.join("; ")}. A flight has 2 seats.`,
    "What goes wrong:",
    ...(wrong.length > 0 ? wrong.map((each) => `  ${each}`) : ["  nothing"]),
    "What was said on the bus:",
    ...said.map((each) => `  ${each}`),
  ].join("\n");
}

const words: Record<Mishap, string> = {
  "crash before": "crashes before",
  "crash after": "crashes after",
  "lost answer": "gets no answer to",
  throttle: "is throttled at",
  duplicate: "gets once more",
  delay: "gets fifteen minutes late",
};

export function describe({ mishap, chance, nth, about }: Strike): string {
  const [first, second] = chance.split(" ") as [string, string];
  const time = nth === 1 ? "its first" : `its ${nth}${nth === 2 ? "nd" : nth === 3 ? "rd" : "th"}`;
  if (mishap === "duplicate" || mishap === "delay") return `${second} ${words[mishap]} ${time} event by ${first}`;
  return `${first} ${words[mishap]} ${time} ${second} for ${about ?? "somebody"}`;
}
