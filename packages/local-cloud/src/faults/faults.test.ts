import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { startTestCloud, type TestCloud } from "../testing/index.ts";
import type { FaultInput } from "./fault.ts";
import { openShop, order, runsOf } from "./fixtures/shop.ts";

/** Every function handled the order once. */
const once = { pack: 1, send: 1, bill: 1 };

async function startShop(options: Parameters<typeof startTestCloud>[0] = {}): Promise<TestCloud> {
  const cloud = await startTestCloud({ ...options, lambda: { proactiveInitialization: false } });
  await openShop(cloud);
  return cloud;
}

describe("one order", () => {
  let cloud: TestCloud;
  let orders = 0;
  beforeAll(async () => {
    cloud = await startShop();
  });
  afterAll(() => cloud.close());
  beforeEach(() => cloud.faults.clear());

  /** How often each function handles an order while these faults are on. */
  async function orderWith(...faults: FaultInput[]): Promise<Record<string, number>> {
    const name = `order-${++orders}`;
    for (const fault of faults) cloud.faults.add(fault);
    await order(cloud.events, name);
    await cloud.clock.settle();
    return runsOf(cloud.dynamodb, name);
  }

  test("is handled once by every function without a fault", async () => {
    expect(await orderWith()).toEqual(once);
  });

  test("duplicate: is delivered twice to one target, and once to the others", async () => {
    expect(await orderWith({ kind: "duplicate", target: "bill", next: 1 })).toEqual({ ...once, bill: 2 });
  });

  test("delay: is delivered later by the given time", async () => {
    const before = cloud.clock.now();

    expect(await orderWith({ kind: "delay", rule: "send-rule", ms: 60_000 })).toEqual(once);
    expect(cloud.clock.now() - before).toBe(60_000);
  });

  test("throttle: is handled once, as the function's SDK retries", async () => {
    expect(await orderWith({ kind: "throttle", call: "dynamodb.UpdateItem", function: "pack", next: 1 })).toEqual(once);
    expect(cloud.faults.injections()).toMatchObject([{ kind: "throttle", into: "dynamodb.UpdateItem" }]);
  });

  test("refuse: is handled again by Lambda's retry, as the refusal fails the handler", async () => {
    const denied = { code: "AccessDeniedException", message: "Not today.", status: 400 };

    const counted = await orderWith({ kind: "refuse", call: "events.PutEvents", function: "pack", next: 1, ...denied });

    expect(counted).toEqual({ ...once, pack: 2 });
  });

  test("crash after PutEvents: is published again by the retry", async () => {
    const counted = await orderWith({
      kind: "crash",
      when: "after",
      call: "events.PutEvents",
      function: "pack",
      next: 1,
    });

    expect(counted).toEqual({ pack: 2, send: 2, bill: 2 });
  });

  test("crash before PutEvents: is published by the retry only; earlier writes stay", async () => {
    const counted = await orderWith({
      kind: "crash",
      when: "before",
      call: "events.PutEvents",
      function: "pack",
      next: 1,
    });

    expect(counted).toEqual({ ...once, pack: 2 });
  });

  test("lose-answer: is published twice, as the SDK retries", async () => {
    const counted = await orderWith({ kind: "lose-answer", call: "events.PutEvents", function: "pack", next: 1 });

    expect(counted).toEqual({ pack: 1, send: 2, bill: 2 });
  });

  test("slow: is handled by the retry of a function that timed out", async () => {
    const counted = await orderWith({ kind: "slow", function: "send", ms: 30_000, next: 1 });

    expect(counted, "the first run timed out before its handler began").toEqual(once);
    expect(cloud.faults.injections()).toHaveLength(1);
  });

  test("is delivered after EventBridge's retries of throttled deliveries", async () => {
    const counted = await orderWith({ kind: "throttle", call: "lambda.Invoke", rule: "bill-rule", next: 3 });

    expect(counted).toEqual(once);
    expect(cloud.faults.injections()).toHaveLength(3);
  });
});

describe("one call at a time", () => {
  async function released(seed: number): Promise<readonly string[]> {
    const cloud = await startShop({ seed, serial: true });
    onTestFinished(() => cloud.close());
    await order(cloud.events, "order-1", "order-2");
    await cloud.clock.settle();
    for (const name of ["order-1", "order-2"]) expect(await runsOf(cloud.dynamodb, name)).toEqual(once);
    return cloud.serial!.released;
  }

  test("repeats a run with the same seed, and differs with another seed", { timeout: 60_000 }, async () => {
    const first = await released(11);

    expect(first).toHaveLength(8);
    expect(await released(11)).toEqual(first);
    expect(await released(12)).not.toEqual(first);
  });
});
