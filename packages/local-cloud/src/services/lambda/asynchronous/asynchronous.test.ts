import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, DeleteQueueCommand, type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allow, allowEverything, createFunction, invoke, invokeLater } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";

const minute = 60_000;
/** Fails in its first `failures` runs; then it returns the number of runs. */
const failing = `let runs = 0;
  export const handler = async (event) => {
    if (event.count) return runs;
    runs++;
    if (runs <= event.failures) throw new Error('run ' + runs + ' failed');
    return { runs };
  };`;

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
});
afterEach(() => cloud.close());

async function createQueue(name: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl } = await cloud.sqs.send(new CreateQueueCommand({ QueueName: name }));
  return { url: QueueUrl!, arn: `arn:aws:sqs:us-east-1:000000000000:${name}` };
}

async function receive(url: string): Promise<Message | undefined> {
  const { Messages } = await cloud.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MessageAttributeNames: ["All"] }),
  );
  return Messages?.[0];
}

async function configure(
  name: string,
  more: { OnFailure?: string; OnSuccess?: string; MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number },
) {
  const { OnFailure, OnSuccess, ...rest } = more;
  const DestinationConfig = {
    ...(OnFailure && { OnFailure: { Destination: OnFailure } }),
    ...(OnSuccess && { OnSuccess: { Destination: OnSuccess } }),
  };
  await cloud.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: name, DestinationConfig, ...rest }));
}

async function metric(name: string, functionName = "charge"): Promise<number> {
  const { Datapoints } = await cloud.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/Lambda",
      MetricName: name,
      Dimensions: [{ Name: "FunctionName", Value: functionName }],
      StartTime: new Date(cloud.clock.now() - 24 * 60 * minute),
      EndTime: new Date(cloud.clock.now() + minute),
      Period: 86_400,
      Statistics: ["Sum"],
    }),
  );
  return (Datapoints ?? []).reduce((sum, { Sum }) => sum + Sum!, 0);
}

async function runs(name = "charge"): Promise<number> {
  return (await invoke(cloud, name, { count: true })).payload;
}

describe("an event whose handler fails", () => {
  test("is retried after one minute and after two more", async () => {
    await createFunction(cloud, "charge", failing);
    await invokeLater(cloud, "charge", { failures: 9 });
    const seen: number[] = [];
    await cloud.clock.advance(minute - 1);
    seen.push(await runs());
    await cloud.clock.advance(1);
    seen.push(await runs());
    await cloud.clock.advance(2 * minute - 1);
    seen.push(await runs());
    await cloud.clock.advance(1);
    seen.push(await runs());
    await cloud.clock.settle();
    seen.push(await runs());

    expect(seen, "runs just before and at each retry, and in the end").toEqual([1, 2, 2, 3, 3]);
    expect(await metric("Errors")).toBe(3);
    expect(await metric("AsyncEventsDropped")).toBe(1);
  });

  test("is done when a retry succeeds", async () => {
    await createFunction(cloud, "charge", failing);
    await invokeLater(cloud, "charge", { failures: 1 });
    await cloud.clock.settle();

    expect(await runs()).toBe(2);
    expect(await metric("AsyncEventsDropped")).toBe(0);
  });

  test("is retried as often as the function's configuration allows", async () => {
    await createFunction(cloud, "charge", failing);
    await configure("charge", { MaximumRetryAttempts: 0 });
    await invokeLater(cloud, "charge", { failures: 9 });
    await cloud.clock.settle();

    expect(await runs()).toBe(1);
  });

  test("goes to the on-failure destination with its last failure", async () => {
    const queue = await createQueue("failed");
    const arn = await createFunction(cloud, "charge", failing);
    await configure("charge", { OnFailure: queue.arn });
    const requestId = await invokeLater(cloud, "charge", { failures: 9 });
    await cloud.clock.settle();

    const record = JSON.parse((await receive(queue.url))!.Body!);
    expect(record).toMatchObject({
      version: "1.0",
      requestContext: {
        requestId,
        functionArn: `${arn}:$LATEST`,
        condition: "RetriesExhausted",
        approximateInvokeCount: 3,
      },
      requestPayload: { failures: 9 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorType: "Error", errorMessage: "run 3 failed" },
    });
    expect(record.timestamp).toBe(new Date(Date.UTC(2026, 0, 1, 12, 3)).toISOString());
  });

  test("is counted as undelivered if the role must not send to the destination", async () => {
    const queue = await createQueue("failed");
    await createFunction(cloud, "charge", failing);
    await configure("charge", { OnFailure: queue.arn });
    await allow(cloud, "charge-role", [{ ...allowEverything, Action: "logs:*" }]);
    await invokeLater(cloud, "charge", { failures: 9 });
    await cloud.clock.settle();

    expect(await receive(queue.url)).toBeUndefined();
    expect(await metric("DestinationDeliveryFailures")).toBe(1);
  });

  test("goes to the dead-letter queue unchanged, with three attributes", async () => {
    const queue = await createQueue("dead");
    await createFunction(cloud, "charge", failing, { DeadLetterConfig: { TargetArn: queue.arn } });
    const requestId = await invokeLater(cloud, "charge", { failures: 9 });
    await cloud.clock.settle();

    const message = (await receive(queue.url))!;
    expect(JSON.parse(message.Body!)).toEqual({ failures: 9 });
    expect(message.MessageAttributes).toMatchObject({
      RequestID: { StringValue: requestId },
      ErrorCode: { StringValue: "200" },
      ErrorMessage: { StringValue: "run 3 failed" },
    });
  });

  test("is counted if the dead-letter queue does not exist", async () => {
    const queue = await createQueue("dead");
    await createFunction(cloud, "charge", failing, { DeadLetterConfig: { TargetArn: queue.arn } });
    await cloud.sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
    await invokeLater(cloud, "charge", { failures: 9 });
    await cloud.clock.settle();

    expect(await metric("DeadLetterErrors")).toBe(1);
  });

  test("is retried with the function's current configuration", async () => {
    await createFunction(
      cloud,
      "charge",
      "export const handler = async () => { if (!process.env.FIXED) throw new Error(); };",
    );
    await invokeLater(cloud, "charge");
    await cloud.clock.advance(1000);
    const Environment = { Variables: { FIXED: "yes" } };
    await cloud.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "charge", Environment }));
    await cloud.clock.settle();

    expect(await metric("Errors")).toBe(1);
    expect(await metric("Invocations")).toBe(2);
  });
});

describe("an event that succeeds", () => {
  test("goes to the on-success destination with the answer", async () => {
    const queue = await createQueue("done");
    await createFunction(cloud, "charge", failing);
    await configure("charge", { OnSuccess: queue.arn });
    await invokeLater(cloud, "charge", { failures: 0 });
    await cloud.clock.settle();

    expect(JSON.parse((await receive(queue.url))!.Body!)).toMatchObject({
      requestContext: { condition: "Success", approximateInvokeCount: 1 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST" },
      responsePayload: { runs: 1 },
    });
  });

  test("can go to another function", async () => {
    const next = await createFunction(
      cloud,
      "next",
      "let last; export const handler = async (event) => event.last ? last : (last = event);",
    );
    await createFunction(cloud, "charge", failing);
    await configure("charge", { OnSuccess: next });
    await invokeLater(cloud, "charge", { failures: 0 });
    await cloud.clock.settle();

    expect((await invoke(cloud, "next", { last: true })).payload.responsePayload).toEqual({ runs: 1 });
  });
});

describe("an event without free concurrency", () => {
  test("waits until some is free", async () => {
    await createFunction(cloud, "charge", failing, { Timeout: 900 });
    await reserve("charge", 1);
    cloud.faults.add({ kind: "slow", function: "charge", ms: 14 * minute, next: 1 });
    await invokeLater(cloud, "charge", { failures: 0 });
    await cloud.clock.advance(1000);
    await invokeLater(cloud, "charge", { failures: 0 });
    await cloud.clock.advance(13 * minute);
    expect(await metric("Throttles"), "retried, less and less often").toBeGreaterThan(7);
    expect(await metric("Invocations")).toBe(0);
    await cloud.clock.settle();

    expect(await metric("Invocations")).toBe(2);
  });

  test("goes to the on-failure destination once it is six hours old", async () => {
    await cloud.close();
    cloud = await startTestCloud({ lambda: { concurrentExecutions: 0, proactiveInitialization: false } });
    const queue = await createQueue("failed");
    await createFunction(cloud, "charge", failing);
    await configure("charge", { OnFailure: queue.arn });
    await invokeLater(cloud, "charge", { failures: 0 });
    await cloud.clock.advance(6 * 60 * minute - 1);
    expect(await receive(queue.url)).toBeUndefined();
    await cloud.clock.advance(1);

    const record = JSON.parse((await receive(queue.url))!.Body!);
    expect(record.requestContext).toMatchObject({ condition: "EventAgeExceeded", approximateInvokeCount: 0 });
    expect(record).not.toHaveProperty("responsePayload");
  });

  // The condition is AWS's name for it in the record.
  test("goes to the failure destination and the dead-letter queue at once if the function has a reserved concurrency of 0", async () => {
    const [failed, dead] = [await createQueue("failed"), await createQueue("dead")];
    await createFunction(cloud, "charge", failing, { DeadLetterConfig: { TargetArn: dead.arn } });
    await configure("charge", { OnFailure: failed.arn });
    await reserve("charge", 0);
    await invokeLater(cloud, "charge", { failures: 0 });
    await cloud.clock.advance(1);

    const record = JSON.parse((await receive(failed.url))!.Body!);
    expect(record.requestContext).toMatchObject({ condition: "ZeroReservedConcurrency", approximateInvokeCount: 0 });
    expect(record).not.toHaveProperty("responsePayload");
    expect(JSON.parse((await receive(dead.url))!.Body!)).toEqual({ failures: 0 });
    expect([await metric("Throttles"), await metric("AsyncEventsDropped")]).toEqual([1, 1]);
  });

  test("is given up at the configured maximum age", async () => {
    const queue = await createQueue("failed");
    await createFunction(cloud, "charge", failing);
    await configure("charge", { OnFailure: queue.arn, MaximumEventAgeInSeconds: 90 });
    await invokeLater(cloud, "charge", { failures: 9 });
    await cloud.clock.settle();

    const record = JSON.parse((await receive(queue.url))!.Body!);
    expect(record.requestContext).toMatchObject({ condition: "EventAgeExceeded", approximateInvokeCount: 2 });
  });

  test("is not lost: all of fifty run, one at a time", async () => {
    const exclusive = `let runs = 0, running = 0;
      export const handler = async (event) => {
        if (event.count) return runs;
        if (++running > 1) throw new Error('not alone');
        await new Promise((done) => setTimeout(done, 1));
        running--; runs++;
      };`;
    await createFunction(cloud, "charge", exclusive);
    await reserve("charge", 1);
    await Promise.all(Array.from({ length: 50 }, () => invokeLater(cloud, "charge")));
    await cloud.clock.settle();

    expect(await runs()).toBe(50);
    expect(await metric("Errors")).toBe(0);
  });
});

async function reserve(name: string, count: number): Promise<void> {
  await cloud.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: count }),
  );
}
