import { DescribeAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { CreateEventBusCommand } from "@aws-sdk/client-eventbridge";
import {
  AddPermissionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { DeleteQueueCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFunction, startTestCloud, type TestCloud } from "../../testing/index.ts";
import { makeQueue, makeRule, put, queueArn } from "../eventbridge/test-support.ts";

/**
 * Alarms on what is lost without an error for anybody: namespaces, names and dimensions as in "Monitoring Amazon
 * EventBridge", "Types of metrics for Lambda functions" and "Available CloudWatch metrics for Amazon SQS".
 */

const minute = 60_000;
const hour = 60 * minute;
let cloud: TestCloud;
let ruleArn: string;
beforeEach(async () => {
  cloud = await startTestCloud();
  for (const name of ["undelivered", "failed", "dead"]) await makeQueue(cloud, name);
  const arn = await createFunction(cloud, "charge", failing, { DeadLetterConfig: { TargetArn: queueArn("dead") } });
  const DestinationConfig = { OnFailure: { Destination: queueArn("failed") } };
  await cloud.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "charge", DestinationConfig }));
  await cloud.events.send(new CreateEventBusCommand({ Name: "shop" }));
  const target = { Id: "charge", Arn: arn, DeadLetterConfig: { Arn: queueArn("undelivered") } };
  ruleArn = await makeRule(cloud, { bus: "shop", targets: [target] });
  await cloud.lambda.send(
    new AddPermissionCommand({
      FunctionName: "charge",
      StatementId: "rule",
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
      SourceArn: ruleArn,
    }),
  );
});
afterEach(() => cloud.close());

const failing = "export const handler = async ({ detail }) => { if (detail.fails) throw new Error('no'); };";
const rule = { EventBusName: "shop", RuleName: "orders" };
const ofFunction = { FunctionName: "charge" };
const ofQueue = { QueueName: "failed" };

const urlOf = (name: string) => `${cloud.endpoint}/000000000000/${name}`;
const publish = (detail: object = {}) =>
  put(cloud, { Source: "shop", DetailType: "OrderPlaced", Detail: JSON.stringify(detail), EventBusName: "shop" });
const deny = () => cloud.lambda.send(new RemovePermissionCommand({ FunctionName: "charge", StatementId: "rule" }));
const removePolicy = (name: string) =>
  cloud.sqs.send(new SetQueueAttributesCommand({ QueueUrl: urlOf(name), Attributes: { Policy: "" } }));
const deleteQueue = (name: string) => cloud.sqs.send(new DeleteQueueCommand({ QueueUrl: urlOf(name) }));

async function putAlarm(Namespace: string, MetricName: string, dimensions: object, Threshold: number): Promise<void> {
  await cloud.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "lost",
      Namespace,
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Statistic: Threshold > 0 ? "Maximum" : "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
    }),
  );
}

/** The states that the alarm has had since it was created. */
async function states(): Promise<string[]> {
  const { MetricAlarms } = await cloud.cloudwatch.send(new DescribeAlarmsCommand({}));
  const items = cloud.account.store.collection<{ summary: string }>("cloudwatch/history-items").values();
  const seen = [...items].flatMap(({ summary }) => / to ([A-Z_]+)$/.exec(summary)?.[1] ?? []);
  return [...seen, MetricAlarms![0]!.StateValue!];
}

interface Case {
  metric: [namespace: string, name: string, dimensions: object, threshold?: number];
  /** Breaks something, and lets it matter. */
  break: () => Promise<unknown>;
}

const cases: Record<string, Case> = {
  "an event that reaches neither its target nor the dead-letter queue": {
    metric: ["AWS/Events", "InvocationsFailedToBeSentToDlq", rule],
    break: async () => {
      await deny();
      await removePolicy("undelivered");
      await publish();
    },
  },
  "an event whose dead-letter queue is gone": {
    metric: ["AWS/Events", "InvocationsFailedToBeSentToDlq", rule],
    break: async () => {
      await deny();
      await deleteQueue("undelivered");
      await publish();
    },
  },
  "an event that goes to the dead-letter queue": {
    metric: ["AWS/Events", "InvocationsSentToDlq", rule],
    break: async () => {
      await deny();
      await publish();
    },
  },
  "an event that cannot be delivered": {
    metric: ["AWS/Events", "FailedInvocations", rule],
    break: async () => {
      await deny();
      await publish();
    },
  },
  "an event whose delivery is tried again": {
    metric: ["AWS/Events", "RetryInvocationAttempts", rule],
    break: async () => {
      cloud.faults.add({ kind: "throttle", call: "lambda.Invoke", rule: "orders", next: 1 });
      await publish();
    },
  },
  "a failed event whose on-failure queue is gone": {
    metric: ["AWS/Lambda", "DestinationDeliveryFailures", ofFunction],
    break: async () => {
      await deleteQueue("failed");
      await publish({ fails: true });
    },
  },
  "a failed event whose dead-letter queue is gone": {
    metric: ["AWS/Lambda", "DeadLetterErrors", ofFunction],
    break: async () => {
      await deleteQueue("dead");
      await publish({ fails: true });
    },
  },
  "a failed event that Lambda gives up": {
    metric: ["AWS/Lambda", "AsyncEventsDropped", ofFunction],
    break: () => publish({ fails: true }),
  },
  "a handler that fails": {
    metric: ["AWS/Lambda", "Errors", ofFunction],
    break: () => publish({ fails: true }),
  },
  "a function without free concurrency": {
    metric: ["AWS/Lambda", "Throttles", ofFunction],
    break: async () => {
      const input = { FunctionName: "charge", ReservedConcurrentExecutions: 0 };
      await cloud.lambda.send(new PutFunctionConcurrencyCommand(input));
      await publish();
    },
  },
  "an event that is retried for minutes": {
    metric: ["AWS/Lambda", "AsyncEventAge", ofFunction, 2 * minute],
    break: () => publish({ fails: true }),
  },
  "a failed event that nobody has looked at": {
    metric: ["AWS/SQS", "ApproximateNumberOfMessagesVisible", ofQueue],
    break: () => publish({ fails: true }),
  },
  "a failed event that nobody has looked at for an hour": {
    metric: ["AWS/SQS", "ApproximateAgeOfOldestMessage", ofQueue, hour / 1000],
    break: () => publish({ fails: true }),
  },
};

describe("an alarm rings for", () => {
  test.each(Object.entries(cases))("%s, and is quiet before", async (_, { metric, break: breakIt }) => {
    const [namespace, name, dimensions, threshold = 0] = metric;
    await putAlarm(namespace, name, dimensions, threshold);
    await publish();
    await cloud.clock.settle();
    expect(await states(), "nothing is wrong yet").not.toContain("ALARM");

    await breakIt();
    await cloud.clock.settle();

    expect(await states()).toContain("ALARM");
  });
});

test("a rule of the default bus has the dimension RuleName alone", async () => {
  await makeRule(cloud, { targets: [{ Id: "gone", Arn: queueArn("gone") }] });
  await putAlarm("AWS/Events", "FailedInvocations", { RuleName: "orders" }, 0);
  await put(cloud);
  await cloud.clock.settle();

  expect(await states()).toContain("ALARM");
});
