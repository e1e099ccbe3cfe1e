import { afterAll, describe, test, vi } from "vitest";
import { steps } from "../../../steps/index.ts";
import { bookingRequest, randomId } from "../in-process/harness.ts";
import type { Snapshot } from "../snapshot.ts";
import { type Budget, printTotal, type Story, stories } from "../stories.ts";
import { exploreStep } from "./explore-step.ts";

vi.mock("node:crypto", async (original) => ({ ...(await original<object>()), randomUUID: () => randomId() }));

afterAll(() => printTotal("All stories"));

// `npm run prove` runs the tests of one step for each protection that it removes, so they must fail fast.
describe.each([
  { number: 9, budget: { duplicates: 1, faults: 1 } },
  { number: steps.list.length, budget: { duplicates: 2, faults: 1 } },
])("step $number", { timeout: 120_000 }, ({ number, budget }) => {
  const explored = exploreStep(number);

  test.each(Object.entries<Story>(stories))(
    "holds the invariants for a booking that %s, with any delivery repeated and a fault at any call",
    (title, story) => explored.holds(title, story, budget),
  );

  test.each(Object.entries<Story>(stories))(
    "holds them if two runs process a booking that %s at once",
    (title, story) => explored.holds(`${title}, two runs at once`, story, { duplicates: 1, faults: 0, concurrency: 2 }),
  );

  test.each<[string, Budget]>([
    ["a repeated event", { duplicates: 1, faults: 0, concurrency: 3 }],
    ["a crash or a lost response", { duplicates: 0, faults: 1, concurrency: 3 }],
  ])(
    "holds them in every interleaving of the seat service's calls for two bookings and one seat, with %s",
    (fault, few) =>
      explored.race(
        `two bookings and one seat, ${fault}`,
        [bookingRequest("B1"), bookingRequest("B2")],
        ["seat-assign"],
        few,
      ),
  );

  test("holds them in every interleaving of calls if a cancellation overtakes its request's last calls, with a fault", () =>
    explored.race(
      "a cancellation overtakes its request",
      stories["cannot pay"].deliveries,
      ["booking-api", "payment-charge", "booking-cancel"],
      {
        duplicates: 0,
        faults: 1,
        concurrency: 2,
      },
    ));

  test("notifies the customer once if nothing fails, however often and late events are delivered", async () => {
    const scenario = { ...stories["gets its ticket"], duplicates: 2, faults: 0 };

    await explored.expect("one message", scenario, { check: notifiedOnce });
  });
});

function notifiedOnce({ inbox }: Snapshot): string[] {
  return inbox.length === 1
    ? []
    : [`the customer got ${inbox.length} messages: ${inbox.map(({ text }) => text).join(" ")}`];
}
