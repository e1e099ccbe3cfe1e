import { afterAll, beforeAll, expect, test } from "vitest";
import { PromisedCloud } from "./local-cloud/promised-cloud.ts";
import { happen, placesFor, shortestFailure, stories } from "./local-cloud/story.ts";
import { StoryFaults } from "./local-cloud/story-faults.ts";

const faults = new StoryFaults();
let cloud: PromisedCloud;

beforeAll(async () => {
  cloud = await PromisedCloud.start({ step: 8, settings: { seatsPerFlight: "2" }, cloudOptions: { faults } });
}, 60_000);
afterAll(() => cloud?.close());

test("tells of step 8's handlers the shortest story that breaks a promise", { timeout: 120_000 }, async () => {
  const places = placesFor(
    [{ chance: "BookingCreatedRule payment-charge", nth: 1, mishap: "duplicate" }],
    ["duplicate"],
  );
  let runs = 0;

  const failure = await shortestFailure(stories(places, 30), { seed: 1, numRuns: 20 }, (story) => {
    runs++;
    return happen(cloud, faults, story);
  });

  console.log(`found and made short in ${runs} runs:\n${failure}`);
  expect(failure).toContain("promise 2: B1 costs 300 and paid 600");
  expect(failure).toContain("Asked for: B1 on flight F1.");
  expect(failure).toContain("payment-charge gets once more its first event by BookingCreatedRule\nWhat was said");
});
