import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeArchiveCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  PutRuleCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MemoryStore } from "../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { bodiesIn, busArn, entry, makeQueue, makeRule, put, queueArn } from "./test-support.ts";

/**
 * "PutRule", "EnableRule", "DeleteRule", "PutTargets", "RemoveTargets", "CreateArchive": each says that changes may take
 * a short period of time to take effect.
 */

const spreadMs = 5000;
let store: MemoryStore;
let cloud: TestCloud;
beforeEach(async () => {
  store = new MemoryStore();
  cloud = await startTestCloud({ store });
  await makeQueue(cloud, "inbox");
  await makeQueue(cloud, "other");
});
afterEach(() => cloud.close());

const toInbox = { targets: [{ Id: "inbox", Arn: queueArn("inbox") }] };
const slowly = () => cloud.faults.add({ kind: "eventual" });

/** Puts forty events, and returns how many arrive in a queue. */
async function arriving(queue = "inbox", changes: object = {}): Promise<number> {
  for (let call = 0; call < 4; call++) await put(cloud, ...Array.from({ length: 10 }, () => entry(changes)));
  await cloud.clock.settle(0);
  return (await bodiesIn(cloud, queue)).length;
}

/** Some of forty, but not all. */
function expectSome(count: number): void {
  expect(count).toBeGreaterThan(5);
  expect(count).toBeLessThan(35);
}

describe("a rule that changes slowly", () => {
  test("matches some events while it is new, and all of them afterwards", async () => {
    slowly();
    await makeRule(cloud, toInbox);

    expectSome(await arriving());
    await cloud.clock.advance(spreadMs - 1);
    expectSome(await arriving());
    await cloud.clock.advance(1);
    expect(await arriving()).toBe(40);
  });

  test("is described as it will be", async () => {
    slowly();
    await makeRule(cloud, toInbox);

    const rule = await cloud.events.send(new DescribeRuleCommand({ Name: "orders" }));
    expect(rule.State).toBe("ENABLED");
  });

  test("still matches some events after it was deleted", async () => {
    await makeRule(cloud, toInbox);
    slowly();
    await cloud.events.send(new RemoveTargetsCommand({ Rule: "orders", Ids: ["inbox"] }));
    await cloud.events.send(new DeleteRuleCommand({ Name: "orders" }));

    expectSome(await arriving());
    await cloud.clock.advance(spreadMs);
    expect(await arriving()).toBe(0);
  });

  test("matches some events after it was disabled, and not all after it was enabled", async () => {
    await makeRule(cloud, toInbox);
    slowly();
    await cloud.events.send(new DisableRuleCommand({ Name: "orders" }));
    expectSome(await arriving());
    await cloud.clock.advance(spreadMs);
    expect(await arriving()).toBe(0);

    await cloud.events.send(new EnableRuleCommand({ Name: "orders" }));
    expectSome(await arriving());
    await cloud.clock.advance(spreadMs);
    expect(await arriving()).toBe(40);
  });

  test("sends each event to its old targets or to its new ones", async () => {
    await makeRule(cloud, toInbox);
    slowly();
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: queueArn("other") }] });

    const inbox = await arriving();
    const other = (await bodiesIn(cloud, "other")).length;
    expectSome(inbox);
    expect(inbox + other).toBe(40);
  });

  test("can lose an event when its pattern goes from one version to the next at once", async () => {
    const version = (...version: number[]) => ({ detail: { version } });
    const second = { Detail: JSON.stringify({ version: 2 }) };
    await makeRule(cloud, { ...toInbox, pattern: version(1) });
    slowly();
    await makeRule(cloud, { pattern: version(2) });

    expectSome(await arriving("inbox", second));
  });

  test("loses none when it matches both versions in between, for as long as a change takes", async () => {
    const version = (...version: number[]) => ({ detail: { version } });
    const both = [1, 2].map((version) => entry({ Detail: JSON.stringify({ version }) }));
    const arrivingOf = async (entries: typeof both) => {
      for (let call = 0; call < 20; call++) await put(cloud, ...entries);
      await cloud.clock.settle(0);
      return (await bodiesIn(cloud, "inbox")).length;
    };
    await makeRule(cloud, { ...toInbox, pattern: version(1) });
    slowly();

    await makeRule(cloud, { pattern: version(1, 2) });
    expect(await arrivingOf(both.slice(0, 1)), "the old version, as the producer still publishes it").toBe(20);
    await cloud.clock.advance(spreadMs);
    expect(await arrivingOf(both), "both, while the producer changes").toBe(40);
    await makeRule(cloud, { pattern: version(2) });
    expect(await arrivingOf(both.slice(1)), "the new version alone").toBe(20);
  });

  test("changes at once if the fault names another rule, or applies to the next change only", async () => {
    cloud.faults.add({ kind: "eventual", rule: "payments" });
    await makeRule(cloud, toInbox);
    expect(await arriving()).toBe(40);

    cloud.faults.clear();
    cloud.faults.add({ kind: "eventual", rule: "orders", next: 1 });
    await cloud.events.send(new DisableRuleCommand({ Name: "orders" }));
    await cloud.clock.advance(spreadMs);
    await cloud.events.send(new EnableRuleCommand({ Name: "orders" }));
    expect(await arriving()).toBe(40);
  });

  test("does not wait if the change changes nothing", async () => {
    await makeRule(cloud, toInbox);
    slowly();
    await makeRule(cloud, toInbox);

    expect(await arriving()).toBe(40);
    expect(cloud.faults.injections()).toEqual([]);
  });

  test("takes as long as the fault says, and the faults list the events that it missed", async () => {
    cloud.faults.add({ kind: "eventual", ms: 60_000 });
    await makeRule(cloud, toInbox);
    await cloud.clock.advance(59_000);
    const arrived = await arriving();

    const into = cloud.faults.injections().map((injection) => injection.into);
    expect(into.filter((one) => one === "change of rule orders")).toHaveLength(2);
    expect(into.filter((one) => /^event .* by the old rule default\/orders$/.test(one))).toHaveLength(40 - arrived);
  });

  test("goes on changing after the fault is cleared, and after a restart", async () => {
    slowly();
    await makeRule(cloud, toInbox);
    cloud.faults.clear();
    expectSome(await arriving());
    await cloud.close();

    cloud = await startTestCloud({ store });
    expectSome(await arriving());
    await cloud.clock.advance(spreadMs);
    expect(await arriving()).toBe(40);
    expect(store.collection("eventbridge/superseded-rules").size, "nothing is left of it").toBe(0);
  });
});

test("the same seed sends the same events to a changing rule, another seed others", async () => {
  const outcome = async (seed: number) => {
    await using other = await startTestCloud({ seed });
    other.faults.add({ kind: "eventual" });
    await makeRule(other, { targets: [{ Id: "inbox", Arn: await makeQueue(other, "inbox") }] });
    for (let number = 0; number < 30; number++) await put(other, entry({ Detail: JSON.stringify({ number }) }));
    await other.clock.settle(0);
    return (await bodiesIn(other, "inbox")).map((body) => JSON.parse(body).detail.number);
  };

  const first = await outcome(1);
  expect(await outcome(1)).toEqual(first);
  expect(await outcome(2)).not.toEqual(first);
});

test("a bus still has a rule that was deleted a moment ago", async () => {
  await cloud.events.send(new CreateEventBusCommand({ Name: "shop" }));
  await makeRule(cloud, { bus: "shop" });
  slowly();
  await cloud.events.send(new DeleteRuleCommand({ Name: "orders", EventBusName: "shop" }));
  const deleteBus = () => cloud.events.send(new DeleteEventBusCommand({ Name: "shop" }));

  await expect(deleteBus()).rejects.toMatchObject({
    name: "ValidationException",
    message: "EventBus can't be deleted since it has rules.",
  });
  await cloud.clock.advance(spreadMs);
  await deleteBus();
});

test("an archive gets some events while it is new", async () => {
  slowly();
  await cloud.events.send(new CreateArchiveCommand({ ArchiveName: "all", EventSourceArn: busArn("default") }));
  await arriving();

  const { EventCount } = await cloud.events.send(new DescribeArchiveCommand({ ArchiveName: "all" }));
  expectSome(EventCount!);
});

test("a rule that was put again while it is new is seen in its three states", async () => {
  slowly();
  await makeRule(cloud, toInbox);
  await cloud.events.send(new PutRuleCommand({ Name: "orders", EventPattern: '{"source":["nobody"]}' }));

  const arrived = await arriving();
  expect(arrived, "the state in between").toBeGreaterThan(0);
  expect(arrived).toBeLessThan(35);
});
