import { test, vi } from "vitest";
import { explore } from "./in-process/explore.ts";
import { bookingRequest, createHarness, randomId } from "./in-process/harness.ts";
import { violationsOf } from "./invariants.ts";

vi.mock("node:crypto", async (original) => ({ ...(await original<object>()), randomUUID: () => randomId() }));
const full = { SeatTable: [{ flightId: "F1", "12A": "B0" }] };
const tick = { functionName: "booking-expire", event: { executionId: "tick" } };
const scenarios: Record<string, object> = {
  ticket: { deliveries: [bookingRequest("B1")] },
  full: { deliveries: [bookingRequest("B1")], contents: full },
  poor: { deliveries: [bookingRequest("B1", { amount: 1200 })] },
  lost: { deliveries: [bookingRequest("B1", { amount: 504 })] },
  refused: { deliveries: [bookingRequest("B1", { flightId: "FLIGHT404" })] },
  expires: { deliveries: [bookingRequest("B1"), tick] },
};
const todo = (process.env.TODO ?? "9 ticket 0 0").split(",");
test("probe", { timeout: 3_000_000 }, async () => {
  let step = 0;
  let harness: any;
  for (const line of todo) {
    const [s, name, d, f, c = 1] = line.split(" ");
    const t0 = performance.now();
    const cpu0 = process.cpuUsage().user;
    if (Number(s) !== step) {
      harness?.[Symbol.dispose]();
      harness = await createHarness((step = Number(s)));
    }
    const t1 = performance.now();
    const r = await explore(harness.space, { ...scenarios[name!], duplicates: Number(d), faults: Number(f), concurrency: Number(c) } as any, violationsOf).catch((e) => ({ failure: [String(e)] }) as any);
    console.log(line, `${r.paths} paths ${r.states} states longest ${r.longest}`, `harness ${((t1 - t0) / 1000).toFixed(1)} explore ${((performance.now() - t1) / 1000).toFixed(1)} cpu ${((process.cpuUsage().user - cpu0) / 1e6).toFixed(1)}`, (r.failure ?? []).join("\n"));
  }
  harness[Symbol.dispose]();
});
