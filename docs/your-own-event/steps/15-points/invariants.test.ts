import { afterAll, beforeAll, expect, test } from "vitest";
import { violationsOf } from "../../test/invariants/invariants.ts";
import { CloudHarness } from "../../test/invariants/local-cloud/cloud-harness.ts";

let harness: CloudHarness;
beforeAll(async () => {
  harness = await CloudHarness.start({ step: 15 });
});
afterAll(() => harness?.close());

test("the choreography's invariants hold beside the new service, though it fails and gets events twice", async () => {
  const { faults } = harness.stack.cloud;
  faults.add({ kind: "duplicate", target: "points-earn" });
  faults.add({ kind: "crash", function: "points-earn", call: "events.PutEvents", when: "before", next: 4 });
  const requests = [
    { bookingId: "B1", flightId: "F1", amount: 300 },
    { bookingId: "B2", flightId: "F1", amount: 300 },
    { bookingId: "B3", flightId: "F1", amount: 1200 },
  ];

  for (const request of requests) expect(await harness.book(request)).toBe(true);
  await harness.drain();

  expect(violationsOf(await harness.snapshot(requests)).join("\n")).toBe("");
  expect(await pointsOf("B1", "B2")).toEqual([100, 200]);
});

async function pointsOf(...bookingIds: string[]): Promise<unknown[]> {
  const items = await harness.stack.items("PointsTable");
  return bookingIds.map((id) => items.find(({ bookingId, entry }) => bookingId === id && entry === "EARNED")?.points);
}
