import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Cloud, startCloud } from "../../../cloud/start-cloud.ts";
import type { VirtualClock } from "../../../core/virtual-clock.ts";
import { openStore } from "../../../store/index.ts";
import { zip } from "../../../testing/functions.ts";

let folder: string;
let cloud: Cloud;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "restart-"));
  cloud = await start();
});
afterEach(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

function start(): Promise<Cloud> {
  return startCloud({ folder, clock: "virtual", lambda: { proactiveInitialization: false } });
}

function call<Output>(
  operation: string,
  input: object,
  service: "lambda" | "iam" | "sqs" | "logs" = "lambda",
): Promise<Output> {
  return cloud.account.call({ service, operation, input, principal: { kind: "account", accountId: cloud.account.id } });
}

async function createFunction(source: string): Promise<void> {
  const service = { Service: "lambda.amazonaws.com" };
  const trust = { Statement: [{ Effect: "Allow", Principal: service, Action: "sts:AssumeRole" }] };
  const permissions = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  const role = await call<{ Role: { Arn: string } }>(
    "CreateRole",
    { RoleName: "charge", AssumeRolePolicyDocument: JSON.stringify(trust) },
    "iam",
  );
  const PolicyDocument = JSON.stringify(permissions);
  await call("PutRolePolicy", { RoleName: "charge", PolicyName: "all", PolicyDocument }, "iam");
  await call("CreateFunction", {
    FunctionName: "charge",
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Role: role.Role.Arn,
    Code: { ZipFile: Buffer.from(zip(source)).toString("base64") },
  });
}

function advance(ms: number): Promise<void> {
  return (cloud.clock as VirtualClock).advance(ms);
}

/** The `requestContext` of the record in the queue for failed events. */
async function failed(): Promise<object> {
  const { QueueUrl } = await call<{ QueueUrl: string }>("GetQueueUrl", { QueueName: "failed" }, "sqs");
  const { Messages } = await call<{ Messages?: Array<{ Body: string }> }>("ReceiveMessage", { QueueUrl }, "sqs");
  return JSON.parse(Messages![0]!.Body).requestContext;
}

test("retries a pending event after a restart, with the stored code", async () => {
  await createFunction("export const handler = async () => { throw new Error('again'); };");
  await call("CreateQueue", { QueueName: "failed" }, "sqs");
  await call("PutFunctionEventInvokeConfig", {
    FunctionName: "charge",
    DestinationConfig: { OnFailure: { Destination: `arn:aws:sqs:us-east-1:${cloud.account.id}:failed` } },
  });
  await call("Invoke", { FunctionName: "charge", InvocationType: "Event" });
  await advance(1000);

  await cloud.close();
  cloud = await start();
  await advance(10 * 60_000);

  expect(await failed()).toMatchObject({ condition: "RetriesExhausted", approximateInvokeCount: 3 });
});

/** How a queue's event is stored; see `QueuedEvent`. */
const queued = { functionName: "charge", requestId: "r-1", payload: "{}", invokeCount: 0, throttles: 0 };

/** Stores an event as a process leaves it that is killed during its run. */
async function interrupt(more: object = {}): Promise<void> {
  const now = cloud.clock.now();
  await cloud.close();
  const store = await openStore(folder);
  const events = store.collection<object>("lambda/queued-events");
  const [left] = [...events.entries()];
  const [key, event] = left ?? ["1", { ...queued, receivedAt: now, dueAt: now }];
  events.set(key, { ...event, ...more, running: true });
  await store.close();
  cloud = await start();
}

async function runs(): Promise<number> {
  const { events } = await call<{ events: unknown[] }>(
    "FilterLogEvents",
    { logGroupName: "/aws/lambda/charge", filterPattern: "ran" },
    "logs",
  );
  return events.length;
}

test("an event whose run a kill interrupted runs again at once, then after one, two and five minutes", async () => {
  await createFunction("export const handler = async () => { console.log('ran'); };");
  await call("CreateLogGroup", { logGroupName: "/aws/lambda/charge" }, "logs");
  const seen: number[] = [];

  for (const [interruptions, waitMs] of [0, 60_000, 120_000, 300_000, 300_000].entries()) {
    const before = await runs();
    await interrupt({ interruptions });
    if (waitMs > 0) await advance(waitMs - 1);
    seen.push((await runs()) - before);
    await advance(1);
    seen.push((await runs()) - before);
  }

  expect(seen).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
});

test("an event that is interrupted again and again ends at its maximum age, and goes to its destination", async () => {
  await createFunction("export const handler = async () => { console.log('ran'); };");
  await call("CreateQueue", { QueueName: "failed" }, "sqs");
  await call("PutFunctionEventInvokeConfig", {
    FunctionName: "charge",
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination: `arn:aws:sqs:us-east-1:${cloud.account.id}:failed` } },
  });
  await interrupt({ interruptions: 1 });
  await advance(60_000);

  expect(await failed()).toMatchObject({ condition: "EventAgeExceeded" });
});

test("a run that ends with the cloud, closed as it should be, counts as no interruption", async () => {
  await createFunction("export const handler = () => new Promise(() => setTimeout(() => {}, 60_000));");
  await call("Invoke", { FunctionName: "charge", InvocationType: "Event" });
  const events = cloud.account.store.collection<object>("lambda/queued-events");
  await vi.waitFor(() => expect([...events.values()]).toMatchObject([{ running: true }]));
  await cloud.close();
  const store = await openStore(folder);
  const left = [...store.collection<object>("lambda/queued-events").values()];
  await store.close();
  cloud = await start();

  expect(left).toHaveLength(1);
  expect(left[0]).not.toHaveProperty("running");
});

test("the tries to reach a destination go on after a restart, and are three in all", async () => {
  await createFunction("export const handler = async () => { throw new Error('no'); };");
  await call("CreateQueue", { QueueName: "failed" }, "sqs");
  await call("PutFunctionEventInvokeConfig", {
    FunctionName: "charge",
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnFailure: { Destination: `arn:aws:sqs:us-east-1:${cloud.account.id}:failed` } },
  });
  cloud.faults.add({ kind: "throttle", call: "sqs.SendMessage" });
  await call("Invoke", { FunctionName: "charge", InvocationType: "Event" });
  await advance(500);
  const tries = [cloud.faults.list()[0]!.injected];

  await cloud.close();
  cloud = await start();
  cloud.faults.add({ kind: "throttle", call: "sqs.SendMessage" });
  await advance(60_000);
  tries.push(cloud.faults.list()[0]!.injected);

  expect(tries).toEqual([1, 2]);
});
