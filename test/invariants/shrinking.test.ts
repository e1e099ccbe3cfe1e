import { afterAll, beforeAll, expect, test } from "vitest";
import { CloudHarness } from "./local-cloud/cloud-harness.ts";
import { FaultSchedule } from "./local-cloud/fault-schedule.ts";
import { injectionPoints, runScenario, scenarios, shortestFailure } from "./local-cloud/scenario.ts";

const faults = new FaultSchedule();
let harness: CloudHarness;

beforeAll(async () => {
  harness = await CloudHarness.start({ step: 8, settings: { seatsPerFlight: "2" }, cloudOptions: { faults } });
}, 60_000);
afterAll(() => harness?.close());

test("reports the shortest scenario in which step 8 violates an invariant", { timeout: 120_000 }, async () => {
  const points = injectionPoints([{ point: "BookingCreatedRule payment-charge", nth: 1 }], ["duplicate"]);
  let runs = 0;

  const failure = await shortestFailure(scenarios(points, 30), { seed: 1, numRuns: 20 }, (scenario) => {
    runs++;
    return runScenario(harness, faults, scenario);
  });

  console.log(`found and shrunk in ${runs} runs:\n${failure}`);
  expect(failure).toContain("invariant 2: B1 costs 300 and paid 600");
  expect(failure).toContain("Bookings: B1 on flight F1.");
  expect(failure).toContain("payment-charge receives twice its first event from BookingCreatedRule\nEvents on the bus");
});
