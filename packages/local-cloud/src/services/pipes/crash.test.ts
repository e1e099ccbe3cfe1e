import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CreateTableCommand, type DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { CreateEventBusCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreatePipeCommand, PipesClient } from "@aws-sdk/client-pipes";
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { compileCrashingCloud, startCrashingCloud } from "../../cloud/fixtures/crashing-cloud.ts";
import { Random } from "../../core/random.ts";
import type { Clients } from "../../faults/fixtures/shop.ts";
import { accountId, queueArn } from "../eventbridge/test-support.ts";
import { outbox, target } from "./test-support.ts";

/** How often the cloud is killed. For more: CRASHES=100 npx vitest run packages/local-cloud/src/services/pipes/crash.test.ts */
const crashes = Number(process.env.CRASHES ?? 5);
const seed = Number(process.env.SEED ?? 1);
const ordersPerRound = 20;

const allow = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

async function clientsLike({ config }: DynamoDBClient) {
  const configuration = { endpoint: await config.endpoint!(), region: "us-east-1", credentials: config.credentials };
  return { pipes: new PipesClient(configuration), sqs: new SQSClient(configuration) };
}

/** Table Orders, its pipe to bus Shop, and queue inbox, which gets the bus's events. */
async function openShop({ dynamodb, events, iam }: Clients): Promise<void> {
  const { pipes, sqs } = await clientsLike(dynamodb);
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: "Orders",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "order", AttributeType: "N" }],
      KeySchema: [{ AttributeName: "order", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }),
  );
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "inbox" }));
  const Policy = allow({ Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await events.send(new CreateEventBusCommand({ Name: "Shop" }));
  const EventPattern = JSON.stringify({ source: ["shop"] });
  await events.send(new PutRuleCommand({ Name: "all", EventBusName: "Shop", EventPattern }));
  const Targets = [{ Id: "inbox", Arn: queueArn("inbox") }];
  await events.send(new PutTargetsCommand({ Rule: "all", EventBusName: "Shop", Targets }));
  const trust = allow({ Principal: { Service: "pipes.amazonaws.com" }, Action: "sts:AssumeRole" });
  await iam.send(new CreateRoleCommand({ RoleName: "pipe", AssumeRolePolicyDocument: trust }));
  const PolicyDocument = allow({ Action: ["dynamodb:*", "events:*"], Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "pipe", PolicyName: "own", PolicyDocument }));
  await pipes.send(
    new CreatePipeCommand({
      Name: "outbox",
      Source: TableDescription!.LatestStreamArn,
      SourceParameters: { DynamoDBStreamParameters: { StartingPosition: "TRIM_HORIZON" } },
      Target: target,
      TargetParameters: outbox,
      RoleArn: `arn:aws:iam::${accountId}:role/pipe`,
    }),
  );
}

function write(dynamodb: DynamoDBClient, order: number) {
  const event = { M: { type: { S: "OrderPlaced" }, detail: { S: JSON.stringify({ order }) } } };
  return dynamodb.send(new PutItemCommand({ TableName: "Orders", Item: { order: { N: String(order) }, event } }));
}

/** Takes messages from the queue until there has been one about every order, or for half a minute. */
async function ordersInQueue(sqs: SQSClient, wanted: number[]): Promise<Set<number>> {
  const found = new Set<number>();
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "inbox" }));
  for (let attempt = 0; attempt < 300 && !wanted.every((order) => found.has(order)); attempt++) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 3600 }),
    );
    for (const { Body } of Messages) found.add(JSON.parse(Body!).detail.order);
    if (Messages.length === 0) await pause(100);
  }
  return found;
}

test(`every item in the table has had its event, over ${crashes} kills at random moments (seed ${seed})`, {
  timeout: 60_000 + crashes * 10_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "local-cloud-crash-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const compiled = await compileCrashingCloud();
  onTestFinished(() => rmSync(compiled));
  const random = new Random(seed);
  const start = async () => {
    const cloud = await startCrashingCloud(compiled, folder);
    onTestFinished(() => cloud.kill());
    return cloud;
  };

  const first = await start();
  await openShop(first.clients);
  expect(await first.end()).toBe(0);
  for (let round = 0; round < crashes; round++) {
    const cloud = await start();
    cloud.killAfter(1 + random.below(ordersPerRound));
    const orders = Array.from({ length: ordersPerRound }, (_, at) => round * ordersPerRound + at + 1);
    await Promise.allSettled(orders.map((order) => write(cloud.clients.dynamodb, order)));
    await Promise.race([cloud.exited, pause(random.below(500))]);
    cloud.kill();
    await cloud.exited;
  }

  const last = await start();
  const { Items = [] } = await last.clients.dynamodb.send(new ScanCommand({ TableName: "Orders" }));
  const stored = Items.map(({ order }) => Number(order!.N)).sort((one, other) => one - other);
  const { sqs } = await clientsLike(last.clients.dynamodb);
  const found = await ordersInQueue(sqs, stored);
  expect(await last.end()).toBe(0);

  expect(stored.length).toBeGreaterThan(crashes);
  expect([...found].sort((one, other) => one - other)).toEqual(stored);
});
