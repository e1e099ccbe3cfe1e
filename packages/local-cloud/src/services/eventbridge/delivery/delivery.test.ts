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

/** Injects faults into EventBridge's calls to the queue "inbox", and counts the calls. */
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

interface HarnessOptions {
  retry?: RetryPolicy;
  deadLetter?: DeadLetterConfig;
  inboxOpen?: boolean;
  bus?: string;
}

/** A cloud with a rule that sends to the queue "inbox". Default dead-letter queue: "dlq". */
async function startHarness({
  retry,
  deadLetter = { Arn: queueArn("dlq") },
  inboxOpen = true,
  bus = "default",
}: HarnessOptions = {}) {
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
  test("makes the first attempt immediately", async () => {
    await using harness = await startHarness();

    await put(harness.cloud);
    await harness.cloud.clock.settle(0);

    expect(await bodiesIn(harness.cloud, "inbox")).toHaveLength(1);
  });

  test.each([
    ["throttling", throttled],
    ["a failure of the target's service", broken],
  ])("retries after %s until the target accepts the event", async (_case, fault) => {
    await using harness = await startHarness();
    harness.faults.refusals = [fault, fault];

    await put(harness.cloud);
    await harness.cloud.clock.settle();

    expect(harness.faults.attempts).toBe(3);
    expect(await bodiesIn(harness.cloud, "inbox")).toHaveLength(1);
    expect(await deadLetters(harness.cloud)).toEqual([]);
  });

  test("doubles the wait between attempts, less up to half for jitter", async () => {
    await using harness = await startHarness();
    harness.faults.refusals = Array.from({ length: 8 }, () => throttled);

    await put(harness.cloud);
    await harness.cloud.clock.settle();

    const waits = harness.faults.at.slice(1).map((at, index) => at - harness.faults.at[index]!);
    waits.forEach((wait, index) => {
      expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(wait).toBeLessThanOrEqual(1000 * 2 ** index);
    });
    expect(new Set(waits.map((wait, index) => wait / 2 ** index)).size).toBeGreaterThan(1);
  });

  test("delivers a second time if the target's response was lost", async () => {
    await using harness = await startHarness();
    harness.faults.refusals = [{ kind: "lose-answer" }];

    await put(harness.cloud);
    await harness.cloud.clock.settle();

    expect(await bodiesIn(harness.cloud, "inbox")).toHaveLength(2);
  });

  test("gives up after 24 hours or 185 retries by default", async () => {
    await using harness = await startHarness();
    harness.faults.always = throttled;

    await put(harness.cloud);
    await harness.cloud.clock.settle(2 * dayMs);

    expect(harness.faults.attempts).toBeGreaterThan(150);
    expect(harness.faults.attempts).toBeLessThanOrEqual(186);
    expect(harness.faults.at.at(-1)! - harness.faults.at[0]!).toBeLessThanOrEqual(dayMs);
    expect(await deadLetters(harness.cloud)).toHaveLength(1);
  });

  test("gives up after MaximumRetryAttempts", async () => {
    await using harness = await startHarness({ retry: { MaximumRetryAttempts: 2 } });
    harness.faults.always = throttled;

    await put(harness.cloud);
    await harness.cloud.clock.settle();

    expect(harness.faults.attempts).toBe(3);
    expect(await deadLetters(harness.cloud)).toMatchObject([
      { ERROR_CODE: "THROTTLING", EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts", RETRY_ATTEMPTS: "2" },
    ]);
  });

  test("does not retry if MaximumRetryAttempts is 0", async () => {
    await using harness = await startHarness({ retry: { MaximumRetryAttempts: 0 } });
    harness.faults.always = broken;

    await put(harness.cloud);
    await harness.cloud.clock.settle(0);

    expect(harness.faults.attempts).toBe(1);
    expect(await deadLetters(harness.cloud)).toMatchObject([
      { ERROR_CODE: "INTERNAL_ERROR", ERROR_MESSAGE: "Something broke", RETRY_ATTEMPTS: "0" },
    ]);
  });

  test("gives up when the event reaches MaximumEventAgeInSeconds, not before", async () => {
    await using harness = await startHarness({ retry: { MaximumEventAgeInSeconds: 60 } });
    harness.faults.always = throttled;

    await put(harness.cloud);
    await harness.cloud.clock.advance(59_999);
    expect(await deadLetters(harness.cloud)).toEqual([]);
    await harness.cloud.clock.advance(1);

    expect(await deadLetters(harness.cloud)).toMatchObject([{ EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds" }]);
  });

  test("completes pending deliveries after their target and rule are removed", async () => {
    await using harness = await startHarness();
    harness.faults.refusals = [throttled];

    await put(harness.cloud);
    await harness.cloud.clock.settle(0);
    await harness.cloud.events.send(new RemoveTargetsCommand({ Rule: "orders", Ids: ["inbox"] }));
    await harness.cloud.events.send(new DeleteRuleCommand({ Name: "orders" }));
    await harness.cloud.clock.settle();

    expect(await bodiesIn(harness.cloud, "inbox")).toHaveLength(1);
  });

  test("resumes pending deliveries after a restart", async () => {
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
  test("sends the event and the error immediately if permission is missing", async () => {
    await using harness = await startHarness({ inboxOpen: false });

    const { Entries } = await put(harness.cloud);
    await harness.cloud.clock.settle(0);

    const [letter, ...others] = await deadLetters(harness.cloud);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      RULE_ARN: harness.rule,
      TARGET_ARN: queueArn("inbox"),
      ERROR_CODE: "NO_PERMISSIONS",
      ERROR_MESSAGE: expect.stringMatching(/events.amazonaws.com is not authorized to perform: sqs:sendmessage/i),
      RETRY_ATTEMPTS: "0",
      event: { id: Entries![0]!.EventId, source: "shop", detail: { orderId: "o-1" } },
    });
    expect(letter).not.toHaveProperty("EXHAUSTED_RETRY_CONDITION");
    expect(harness.faults.attempts).toBe(1);
  });

  test("sends the event immediately if the target was deleted", async () => {
    await using harness = await startHarness();
    await harness.cloud.sqs.send(new DeleteQueueCommand({ QueueUrl: `${harness.cloud.endpoint}/${accountId}/inbox` }));

    await put(harness.cloud);
    await harness.cloud.clock.settle(0);

    expect(await deadLetters(harness.cloud)).toMatchObject([{ ERROR_CODE: "NO_RESOURCE" }]);
  });

  test("does not retry an event that the target rejects as invalid", async () => {
    await using harness = await startHarness();
    harness.faults.always = invalid;

    await put(harness.cloud);
    await harness.cloud.clock.settle(0);

    expect(harness.faults.attempts).toBe(1);
    expect(await deadLetters(harness.cloud)).toMatchObject([
      { ERROR_CODE: "INVALID_PARAMETER", ERROR_MESSAGE: "No such thing" },
    ]);
  });

  test("drops the event if the queue's policy allows only another rule", async () => {
    await using harness = await startHarness({ inboxOpen: false, deadLetter: { Arn: queueArn("closed") } });
    await makeQueue(harness.cloud, "closed", { onlyFor: `${harness.rule}-other` });

    await put(harness.cloud);
    await harness.cloud.clock.settle();

    expect(await bodiesIn(harness.cloud, "closed")).toEqual([]);
    expect(harness.count("InvocationsFailedToBeSentToDlq")).toBe(1);
    expect(harness.count("InvocationsSentToDlq")).toBe(0);
  });

  test("sends the event if the queue's policy allows only this rule", async () => {
    await using harness = await startHarness({ inboxOpen: false, deadLetter: { Arn: queueArn("own") } });
    await makeQueue(harness.cloud, "own", { onlyFor: harness.rule });

    await put(harness.cloud);
    await harness.cloud.clock.settle();

    expect(await bodiesIn(harness.cloud, "own")).toHaveLength(1);
  });
});

describe("Delivery faults", () => {
  test("a duplicate arrives twice with the same id", async () => {
    await using harness = await startHarness();
    harness.faults.onNextDelivery = { kind: "duplicate" };

    await put(harness.cloud);
    await harness.cloud.clock.settle(0);

    const ids = (await bodiesIn(harness.cloud, "inbox")).map((body) => JSON.parse(body).id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test("a delayed event arrives after a later one", async () => {
    await using harness = await startHarness();
    harness.faults.onNextDelivery = { kind: "delay", ms: minuteMs };

    await put(harness.cloud, entry({ DetailType: "First" }));
    await put(harness.cloud, entry({ DetailType: "Second" }));
    await harness.cloud.clock.settle();

    const order = (await bodiesIn(harness.cloud, "inbox")).map((body) => JSON.parse(body)["detail-type"]);
    expect(order).toEqual(["Second", "First"]);
  });
});

describe("Monitoring Amazon EventBridge", () => {
  test("counts a delivery", async () => {
    await using harness = await startHarness();

    await put(harness.cloud);
    await harness.cloud.clock.settle();

    for (const name of [
      "MatchedEvents",
      "TriggeredRules",
      "Invocations",
      "InvocationAttempts",
      "SuccessfulInvocationAttempts",
    ]) {
      expect(harness.count(name), name).toBe(1);
      expect(harness.count(name, {}), `${name} of the account`).toBe(1);
    }
    expect(harness.count("FailedInvocations")).toBe(0);
    expect(harness.count("RetryInvocationAttempts")).toBe(0);
  });

  test("counts an event that matches two rules once for the account, and once for each rule", async () => {
    await using harness = await startHarness();
    await makeRule(harness.cloud, { name: "audit" });

    await put(harness.cloud);
    await harness.cloud.clock.settle();

    expect(harness.count("MatchedEvents", {})).toBe(1);
    expect(harness.count("TriggeredRules", {})).toBe(2);
    for (const RuleName of ["orders", "audit"]) expect(harness.count("MatchedEvents", { RuleName })).toBe(1);
  });

  test("adds the bus as a dimension if it is not the default bus", async () => {
    await using harness = await startHarness({ bus: "shop" });

    await put(harness.cloud, entry({ EventBusName: "shop" }));
    await harness.cloud.clock.settle();

    expect(harness.count("Invocations", { EventBusName: "shop", RuleName: "orders" })).toBe(1);
    expect(harness.count("Invocations")).toBe(0);
  });

  test("counts every retry but only one invocation", async () => {
    await using harness = await startHarness();
    harness.faults.refusals = [throttled, broken];

    await put(harness.cloud);
    await harness.cloud.clock.settle();

    expect(harness.count("InvocationAttempts")).toBe(3);
    expect(harness.count("RetryInvocationAttempts")).toBe(2);
    expect(harness.count("Invocations")).toBe(1);
    expect(harness.count("FailedInvocations")).toBe(0);
  });

  test("counts a failed invocation and its dead letter", async () => {
    await using harness = await startHarness({ inboxOpen: false });

    await put(harness.cloud);
    await harness.cloud.clock.settle();

    expect(harness.count("Invocations")).toBe(1);
    expect(harness.count("FailedInvocations")).toBe(1);
    expect(harness.count("InvocationsSentToDlq")).toBe(1);
    expect(harness.count("SuccessfulInvocationAttempts")).toBe(0);
  });
});
