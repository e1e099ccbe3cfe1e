import type { DeadLetterConfig, RetryPolicy } from "@aws-sdk/client-eventbridge";
import { CreateEventBusCommand, DeleteRuleCommand, RemoveTargetsCommand } from "@aws-sdk/client-eventbridge";
import { DeleteQueueCommand } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import type { MetricPoint } from "../../../core/account.ts";
import type { CallFault, DeliveryFault, Faults } from "../../../core/faults.ts";
import { MemoryStore } from "../../../core/memory-store.ts";
import { noFaults } from "../../../core/no-faults.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { accountId, bodiesIn, entry, makeQueue, makeRule, messagesIn, put, queueArn } from "../test-support.ts";

const throttled: CallFault = { kind: "refuse", code: "ThrottlingException", message: "Rate exceeded", status: 400 };
const broken: CallFault = { kind: "refuse", code: "InternalFailure", message: "Something broke", status: 500 };
const invalid: CallFault = { kind: "refuse", code: "InvalidParameterValue", message: "No such thing", status: 400 };
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Faults for what EventBridge sends to the queue "inbox", counting the attempts. */
class InboxFaults implements Faults {
  attempts = 0;
  readonly at: number[] = [];
  refusals: Array<CallFault | undefined> = [];
  always: CallFault | undefined;
  onNextDelivery: DeliveryFault | undefined;
  now = () => 0;
  onInvoke = noFaults.onInvoke;

  onCall({ operation, input }: { operation: string; input: object }): CallFault | undefined {
    if (operation !== "SendMessage" || !(input as { QueueUrl: string }).QueueUrl.endsWith("/inbox")) return undefined;
    this.attempts++;
    this.at.push(this.now());
    return this.always ?? this.refusals.shift();
  }

  onDelivery(): DeliveryFault | undefined {
    const fault = this.onNextDelivery;
    this.onNextDelivery = undefined;
    return fault;
  }
}

interface Scene {
  retry?: RetryPolicy;
  deadLetter?: DeadLetterConfig;
  inboxOpen?: boolean;
  bus?: string;
}

/** A rule that sends to the queue "inbox", which has "dlq" for a dead-letter queue unless told otherwise. */
async function startScene({
  retry,
  deadLetter = { Arn: queueArn("dlq") },
  inboxOpen = true,
  bus = "default",
}: Scene = {}) {
  const faults = new InboxFaults();
  const cloud = await startTestCloud({ faults });
  faults.now = () => cloud.clock.now();
  const metrics: MetricPoint[] = [];
  const metric = cloud.account.metric;
  cloud.account.metric = (point) => {
    metrics.push(point);
    metric(point);
  };
  if (bus !== "default") await cloud.events.send(new CreateEventBusCommand({ Name: bus }));
  await makeQueue(cloud, "dlq");
  const target = {
    Id: "inbox",
    Arn: await makeQueue(cloud, "inbox", { open: inboxOpen }),
    DeadLetterConfig: deadLetter,
  };
  const rule = await makeRule(cloud, { bus, targets: [{ ...target, ...(retry && { RetryPolicy: retry }) }] });
  const count = (name: string, dimensions: object = { RuleName: "orders" }) =>
    metrics
      .filter((point) => point.name === name && JSON.stringify(point.dimensions) === JSON.stringify(dimensions))
      .reduce((sum, { value }) => sum + value, 0);
  return { cloud, faults, rule, count, [Symbol.asyncDispose]: () => cloud.close() };
}

async function deadLetters(cloud: TestCloud) {
  return (await messagesIn(cloud, "dlq")).map(({ Body, MessageAttributes = {} }) => ({
    event: JSON.parse(Body!),
    ...Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue])),
  }));
}

describe("How EventBridge retries delivering events", () => {
  test("the first attempt needs no time to pass", async () => {
    await using scene = await startScene();

    await put(scene.cloud);
    await scene.cloud.clock.settle(0);

    expect(await bodiesIn(scene.cloud, "inbox")).toHaveLength(1);
  });

  test.each([
    ["a throttle", throttled],
    ["a failure of the target's service", broken],
  ])("%s is tried again until the target takes the event", async (_case, fault) => {
    await using scene = await startScene();
    scene.faults.refusals = [fault, fault];

    await put(scene.cloud);
    await scene.cloud.clock.settle();

    expect(scene.faults.attempts).toBe(3);
    expect(await bodiesIn(scene.cloud, "inbox")).toHaveLength(1);
    expect(await deadLetters(scene.cloud)).toEqual([]);
  });

  test("waits longer from one attempt to the next, by half of it at least", async () => {
    await using scene = await startScene();
    scene.faults.refusals = Array.from({ length: 8 }, () => throttled);

    await put(scene.cloud);
    await scene.cloud.clock.settle();

    const waits = scene.faults.at.slice(1).map((at, index) => at - scene.faults.at[index]!);
    waits.forEach((wait, index) => {
      expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(wait).toBeLessThanOrEqual(1000 * 2 ** index);
    });
    expect(new Set(waits.map((wait, index) => wait / 2 ** index)).size).toBeGreaterThan(1);
  });

  test("an answer lost on the way makes a second delivery: at least once", async () => {
    await using scene = await startScene();
    scene.faults.refusals = [{ kind: "lose-answer" }];

    await put(scene.cloud);
    await scene.cloud.clock.settle();

    expect(await bodiesIn(scene.cloud, "inbox")).toHaveLength(2);
  });

  test("unless told, it gives up within 24 hours and after 185 retries at most", async () => {
    await using scene = await startScene();
    scene.faults.always = throttled;

    await put(scene.cloud);
    await scene.cloud.clock.settle(2 * dayMs);

    expect(scene.faults.attempts).toBeGreaterThan(150);
    expect(scene.faults.attempts).toBeLessThanOrEqual(186);
    expect(scene.faults.at.at(-1)! - scene.faults.at[0]!).toBeLessThanOrEqual(dayMs);
    expect(await deadLetters(scene.cloud)).toHaveLength(1);
  });

  test("gives up after MaximumRetryAttempts", async () => {
    await using scene = await startScene({ retry: { MaximumRetryAttempts: 2 } });
    scene.faults.always = throttled;

    await put(scene.cloud);
    await scene.cloud.clock.settle();

    expect(scene.faults.attempts).toBe(3);
    expect(await deadLetters(scene.cloud)).toMatchObject([
      { ERROR_CODE: "THROTTLING", EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts", RETRY_ATTEMPTS: "2" },
    ]);
  });

  test("no retries at all is a policy too", async () => {
    await using scene = await startScene({ retry: { MaximumRetryAttempts: 0 } });
    scene.faults.always = broken;

    await put(scene.cloud);
    await scene.cloud.clock.settle(0);

    expect(scene.faults.attempts).toBe(1);
    expect(await deadLetters(scene.cloud)).toMatchObject([
      { ERROR_CODE: "INTERNAL_ERROR", ERROR_MESSAGE: "Something broke", RETRY_ATTEMPTS: "0" },
    ]);
  });

  test("gives up when the event is as old as MaximumEventAgeInSeconds, not before", async () => {
    await using scene = await startScene({ retry: { MaximumEventAgeInSeconds: 60 } });
    scene.faults.always = throttled;

    await put(scene.cloud);
    await scene.cloud.clock.advance(59_999);
    expect(await deadLetters(scene.cloud)).toEqual([]);
    await scene.cloud.clock.advance(1);

    expect(await deadLetters(scene.cloud)).toMatchObject([{ EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds" }]);
  });

  test("what is under way survives the removal of its target and rule", async () => {
    await using scene = await startScene();
    scene.faults.refusals = [throttled];

    await put(scene.cloud);
    await scene.cloud.clock.settle(0);
    await scene.cloud.events.send(new RemoveTargetsCommand({ Rule: "orders", Ids: ["inbox"] }));
    await scene.cloud.events.send(new DeleteRuleCommand({ Name: "orders" }));
    await scene.cloud.clock.settle();

    expect(await bodiesIn(scene.cloud, "inbox")).toHaveLength(1);
  });

  test("a process that ends takes its deliveries up again when it is back", async () => {
    const store = new MemoryStore();
    const faults = new InboxFaults();
    faults.always = throttled;
    const first = await startTestCloud({ store, faults });
    await makeRule(first, { targets: [{ Id: "inbox", Arn: await makeQueue(first, "inbox") }] });
    await put(first);
    await first.clock.advance(minuteMs);
    await first.close();

    await using second = await startTestCloud({ store });
    await second.clock.settle();

    expect(await bodiesIn(second, "inbox")).toHaveLength(1);
  });
});

describe("Using dead-letter queues to process undelivered events", () => {
  test("a missing permission goes there at once, with what went wrong and the original event", async () => {
    await using scene = await startScene({ inboxOpen: false });

    const { Entries } = await put(scene.cloud);
    await scene.cloud.clock.settle(0);

    const [letter, ...others] = await deadLetters(scene.cloud);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      RULE_ARN: scene.rule,
      TARGET_ARN: queueArn("inbox"),
      ERROR_CODE: "NO_PERMISSIONS",
      ERROR_MESSAGE: expect.stringMatching(/events.amazonaws.com is not authorized to perform: sqs:sendmessage/i),
      RETRY_ATTEMPTS: "0",
      event: { id: Entries![0]!.EventId, source: "shop", detail: { orderId: "o-1" } },
    });
    expect(letter).not.toHaveProperty("EXHAUSTED_RETRY_CONDITION");
    expect(scene.faults.attempts).toBe(1);
  });

  test("a deleted queue goes there at once", async () => {
    await using scene = await startScene();
    await scene.cloud.sqs.send(new DeleteQueueCommand({ QueueUrl: `${scene.cloud.endpoint}/${accountId}/inbox` }));

    await put(scene.cloud);
    await scene.cloud.clock.settle(0);

    expect(await deadLetters(scene.cloud)).toMatchObject([{ ERROR_CODE: "NO_RESOURCE" }]);
  });

  test("what the target calls wrong is not tried again", async () => {
    await using scene = await startScene();
    scene.faults.always = invalid;

    await put(scene.cloud);
    await scene.cloud.clock.settle(0);

    expect(scene.faults.attempts).toBe(1);
    expect(await deadLetters(scene.cloud)).toMatchObject([
      { ERROR_CODE: "INVALID_PARAMETER", ERROR_MESSAGE: "No such thing" },
    ]);
  });

  test("a queue whose policy names another rule gets nothing, and the event is gone", async () => {
    await using scene = await startScene({ inboxOpen: false, deadLetter: { Arn: queueArn("closed") } });
    await makeQueue(scene.cloud, "closed", { onlyFor: `${scene.rule}-other` });

    await put(scene.cloud);
    await scene.cloud.clock.settle();

    expect(await bodiesIn(scene.cloud, "closed")).toEqual([]);
    expect(scene.count("InvocationsFailedToBeSentToDlq")).toBe(1);
    expect(scene.count("InvocationsSentToDlq")).toBe(0);
  });

  test("a queue whose policy names this rule gets it", async () => {
    await using scene = await startScene({ inboxOpen: false, deadLetter: { Arn: queueArn("own") } });
    await makeQueue(scene.cloud, "own", { onlyFor: scene.rule });

    await put(scene.cloud);
    await scene.cloud.clock.settle();

    expect(await bodiesIn(scene.cloud, "own")).toHaveLength(1);
  });
});

describe("Faults of delivery", () => {
  test("a duplicate arrives twice under one id", async () => {
    await using scene = await startScene();
    scene.faults.onNextDelivery = { kind: "duplicate" };

    await put(scene.cloud);
    await scene.cloud.clock.settle(0);

    const ids = (await bodiesIn(scene.cloud, "inbox")).map((body) => JSON.parse(body).id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test("a delayed event lets a later one pass", async () => {
    await using scene = await startScene();
    scene.faults.onNextDelivery = { kind: "delay", ms: minuteMs };

    await put(scene.cloud, entry({ DetailType: "First" }));
    await put(scene.cloud, entry({ DetailType: "Second" }));
    await scene.cloud.clock.settle();

    const order = (await bodiesIn(scene.cloud, "inbox")).map((body) => JSON.parse(body)["detail-type"]);
    expect(order).toEqual(["Second", "First"]);
  });
});

describe("Monitoring Amazon EventBridge", () => {
  test("counts a delivery", async () => {
    await using scene = await startScene();

    await put(scene.cloud);
    await scene.cloud.clock.settle();

    for (const name of [
      "MatchedEvents",
      "TriggeredRules",
      "Invocations",
      "InvocationAttempts",
      "SuccessfulInvocationAttempts",
    ]) {
      expect(scene.count(name), name).toBe(1);
      expect(scene.count(name, {}), `${name} of the account`).toBe(1);
    }
    expect(scene.count("FailedInvocations")).toBe(0);
    expect(scene.count("RetryInvocationAttempts")).toBe(0);
  });

  test("tells the bus too, if it is not the default one", async () => {
    await using scene = await startScene({ bus: "shop" });

    await put(scene.cloud, entry({ EventBusName: "shop" }));
    await scene.cloud.clock.settle();

    expect(scene.count("Invocations", { EventBusName: "shop", RuleName: "orders" })).toBe(1);
    expect(scene.count("Invocations")).toBe(0);
  });

  test("counts retries, and one invocation for all of them", async () => {
    await using scene = await startScene();
    scene.faults.refusals = [throttled, broken];

    await put(scene.cloud);
    await scene.cloud.clock.settle();

    expect(scene.count("InvocationAttempts")).toBe(3);
    expect(scene.count("RetryInvocationAttempts")).toBe(2);
    expect(scene.count("Invocations")).toBe(1);
    expect(scene.count("FailedInvocations")).toBe(0);
  });

  test("counts what failed for good and where it went", async () => {
    await using scene = await startScene({ inboxOpen: false });

    await put(scene.cloud);
    await scene.cloud.clock.settle();

    expect(scene.count("Invocations")).toBe(1);
    expect(scene.count("FailedInvocations")).toBe(1);
    expect(scene.count("InvocationsSentToDlq")).toBe(1);
    expect(scene.count("SuccessfulInvocationAttempts")).toBe(0);
  });
});
