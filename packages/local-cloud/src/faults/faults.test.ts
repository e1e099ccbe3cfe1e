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

describe("one order through a healthy cloud, and with a fault", () => {
  let cloud: TestCloud;
  let orders = 0;
  beforeAll(async () => {
    cloud = await startShop();
  });
  afterAll(() => cloud.close());
  beforeEach(() => cloud.faults.clear());

  /** How often each function has handled an order that was placed with these faults on. */
  async function orderWith(...faults: FaultInput[]): Promise<Record<string, number>> {
    const name = `order-${++orders}`;
    for (const fault of faults) cloud.faults.add(fault);
    await order(cloud.events, name);
    await cloud.clock.settle();
    return runsOf(cloud.dynamodb, name);
  }

  test("without a fault every function runs once", async () => {
    expect(await orderWith()).toEqual(once);
  });

  test("duplicate: one delivery comes twice, and its siblings once", async () => {
    expect(await orderWith({ kind: "duplicate", target: "bill", next: 1 })).toEqual({ ...once, bill: 2 });
  });

  test("delay: the delivery comes, as much later as it was told", async () => {
    const before = cloud.clock.now();

    expect(await orderWith({ kind: "delay", rule: "send-rule", ms: 60_000 })).toEqual(once);
    expect(cloud.clock.now() - before).toBe(60_000);
  });

  test("throttle: the function's SDK tries again, and nobody notices", async () => {
    expect(await orderWith({ kind: "throttle", call: "dynamodb.UpdateItem", function: "pack", next: 1 })).toEqual(once);
    expect(cloud.faults.strikes()).toMatchObject([{ kind: "throttle", struck: "dynamodb.UpdateItem" }]);
  });

  test("refuse: a call that is refused for good fails the handler, and Lambda's retry brings the event again", async () => {
    const denied = { code: "AccessDeniedException", message: "Not today.", status: 400 };

    const counted = await orderWith({ kind: "refuse", call: "events.PutEvents", function: "pack", next: 1, ...denied });

    expect(counted).toEqual({ ...once, pack: 2 });
  });

  test("crash after PutEvents: the event is out, and the retry publishes it a second time", async () => {
    const counted = await orderWith({
      kind: "crash",
      when: "after",
      call: "events.PutEvents",
      function: "pack",
      next: 1,
    });

    expect(counted).toEqual({ pack: 2, send: 2, bill: 2 });
  });

  test("crash before PutEvents: what was written stays, and only the retry publishes", async () => {
    const counted = await orderWith({
      kind: "crash",
      when: "before",
      call: "events.PutEvents",
      function: "pack",
      next: 1,
    });

    expect(counted).toEqual({ ...once, pack: 2 });
  });

  test("lose-answer: the SDK sends the event again, though it had gone out", async () => {
    const counted = await orderWith({ kind: "lose-answer", call: "events.PutEvents", function: "pack", next: 1 });

    expect(counted).toEqual({ pack: 1, send: 2, bill: 2 });
  });

  test("slow: a function that takes longer than its timeout is run again", async () => {
    const counted = await orderWith({ kind: "slow", function: "send", ms: 30_000, next: 1 });

    expect(counted, "the first run timed out before its handler began").toEqual(once);
    expect(cloud.faults.strikes()).toHaveLength(1);
  });

  test("refused deliveries are tried again by EventBridge, until they come through", async () => {
    const counted = await orderWith({ kind: "throttle", call: "lambda.Invoke", rule: "bill-rule", next: 3 });

    expect(counted).toEqual(once);
    expect(cloud.faults.strikes()).toHaveLength(3);
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

  test("the same seed gives the same run, and another seed another", async () => {
    const first = await released(11);

    expect(first).toHaveLength(8);
    expect(await released(11)).toEqual(first);
    expect(await released(12)).not.toEqual(first);
  });
});
