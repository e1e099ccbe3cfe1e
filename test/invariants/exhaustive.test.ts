import { describe, expect, test, vi } from "vitest";
import { steps } from "../../steps/index.ts";
import type { Engine } from "./in-process/engine.ts";
import { type Explored, explore, playUntil } from "./in-process/explore.ts";
import type { Plot } from "./in-process/moment.ts";
import { post, randomId, stageOf } from "./in-process/stage.ts";
import { brokenPromises, promises, type Snapshot } from "./promises.ts";

vi.mock("node:crypto", async (original) => ({ ...(await original<object>()), randomUUID: () => randomId() }));

type Accidents = Pick<Plot, "duplicates" | "mishaps">;

const last = steps.list.length;
const full = { SeatTable: [{ flightId: "F1", "12A": "B0" }] };
const ends: [string, Pick<Plot, "begins" | "before">][] = [
  ["gets its ticket", { begins: [post("B1")] }],
  ["finds the flight full", { begins: [post("B1")], before: full }],
  ["cannot pay", { begins: [post("B1", { amount: 1200 })] }],
];

// What step 9 protects is proven here (see protections.ts), so each of these must be quick to fail.
describe.each([
  { step: 9, duplicates: 1, mishaps: 1 },
  { step: last, duplicates: 2, mishaps: 1 },
])("step $step", { timeout: 120_000 }, ({ step, ...accidents }) => {
  test.each(ends)("keeps its promises to a booking that %s, whatever comes twice or crashes", async (end, plot) => {
    using stage = await stageOf(step);

    const explored = await explore(stage.engine, { ...plot, ...accidents }, brokenPromises);

    tell(`step ${step}, a booking that ${end}`, explored);
    isKept(explored);
  });

  test.each(ends.slice(0, 2))("keeps them if a booking that %s is worked on twice at once", async (end, plot) => {
    using stage = await stageOf(step);

    const explored = await explore(stage.engine, { ...plot, duplicates: 1, mishaps: 0, atOnce: 2 }, brokenPromises);

    tell(`step ${step}, a booking that ${end}, two runs at once`, explored);
    isKept(explored);
  });

  test.each<[string, Accidents]>([
    ["an event that comes twice", { duplicates: 1, mishaps: 0 }],
    ["a crash or a lost answer", { duplicates: 0, mishaps: 1 }],
  ])(
    "keeps them in every interleaving of the seat service's calls for two bookings and one seat, with %s",
    async (accident, few) => {
      using stage = await stageOf(step);

      const explored = await raceForSeat(stage.engine, few);

      tell(`step ${step}, two bookings and one seat, ${accident}`, explored);
      isKept(explored);
    },
  );

  test("tells the customer once if nothing fails, however often and late the event comes", async () => {
    using stage = await stageOf(step);

    const explored = await explore(stage.engine, { begins: [post("B1")], duplicates: 2, mishaps: 0 }, toldMoreThanOnce);

    isKept(explored);
  });
});

test.each<[string, Accidents]>([
  ["the money taken is one ticket's price, or nothing", { duplicates: 1, mishaps: 0 }],
  ["a booking is ticketed or cancelled, and all five services agree", { duplicates: 0, mishaps: 1 }],
  ["all messages about one thing carry one id", { duplicates: 1, mishaps: 0 }],
  ["every event was delivered, or is in a dead-letter queue", { duplicates: 0, mishaps: 1 }],
])("step 8 breaks what step 9 keeps: %s", { timeout: 60_000 }, async (promise, accidents) => {
  using stage = await stageOf(8);

  const { failure } = await explore(stage.engine, { begins: [post("B1")], ...accidents }, promises[promise]!);

  tell(`step 8: ${promise}`, { failure });
  expect(failure, "a story that breaks it").toBeDefined();
});

/** Both bookings have paid; from here on the seat service runs as often at once as it likes, and things befall it alone. */
async function raceForSeat(engine: Engine, accidents: Accidents): Promise<Explored> {
  const seat = ["seat-assign"];
  const begins = [post("B1"), post("B2")];
  const bothPaid = await playUntil(engine, begins, seat);
  const plot = { begins, ...accidents, atOnce: 3, together: seat, befall: seat };
  return explore(engine, plot, brokenPromises, { ...bothPaid, ...accidents });
}

function toldMoreThanOnce({ inbox }: Snapshot): string[] {
  return inbox.length === 1
    ? []
    : [`the customer got ${inbox.length} messages: ${inbox.map(({ text }) => text).join(" ")}`];
}

/** Fails with the story, not with a comparison. */
function isKept({ failure }: Explored): void {
  if (failure) throw new Error(failure.join("\n"));
}

function tell(what: string, { stories, moments, longest, failure = [] }: Partial<Explored>): void {
  const counted =
    stories &&
    `${stories.toLocaleString("en")} stories of up to ${longest} steps, by ${moments!.toLocaleString("en")} moments`;
  console.log([`${what}: ${counted ?? ""}`, ...failure].join("\n"));
}
