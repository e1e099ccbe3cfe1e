import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { CreateEventBusCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { DescribePipeCommand, PipesClient } from "@aws-sdk/client-pipes";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createProvider } from "../provider/create-provider.ts";
import type { Provider } from "../provider/provider.ts";

const type = "aws:pipes/pipe:Pipe";
const ref = { type, name: "outbox", urn: `urn:pulumi:s::p::${type}::outbox` };

let cloud: TestCloud;
let provider: Provider;
let source: string;
beforeEach(async () => {
  cloud = await startTestCloud();
  provider = createProvider(cloud.account);
  const { TableDescription } = await cloud.dynamodb.send(
    new CreateTableCommand({
      TableName: "Bookings",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "bookingId", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "bookingId", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }),
  );
  source = TableDescription!.LatestStreamArn!;
  await cloud.events.send(new CreateEventBusCommand({ Name: "Bookings" }));
  const trust = { Effect: "Allow", Principal: { Service: "pipes.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  await cloud.iam.send(new CreateRoleCommand({ RoleName: "outbox", AssumeRolePolicyDocument }));
});
afterEach(() => cloud.close());

async function allowReading(): Promise<void> {
  const statement = { Effect: "Allow", Action: "dynamodb:*", Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await cloud.iam.send(new PutRolePolicyCommand({ RoleName: "outbox", PolicyName: "own", PolicyDocument }));
}

async function checked(changes: object = {}) {
  const news = {
    name: "outbox",
    roleArn: "arn:aws:iam::000000000000:role/outbox",
    source,
    sourceParameters: { dynamodbStreamParameters: { startingPosition: "TRIM_HORIZON" } },
    target: "arn:aws:events:us-east-1:000000000000:event-bus/Bookings",
    ...changes,
  };
  const { inputs, failures } = await provider.check({ ...ref, olds: {}, news, randomSeed: Buffer.from("seed") });
  expect(failures).toEqual([]);
  return inputs;
}

const create = async () => provider.create({ ...ref, properties: await checked(), preview: false });
const describePipe = () => cloud.clientFor(PipesClient).send(new DescribePipeCommand({ Name: "outbox" }));

test("a pipe whose role may not read the stream fails with AWS's reason, and can be created once it may", async () => {
  await expect(create()).rejects.toThrow(
    /waiting for creation of EventBridge Pipes Pipe \(outbox\): unexpected state 'CREATE_FAILED'.*Cannot access stream/,
  );
  await expect(describePipe()).rejects.toMatchObject({ name: "NotFoundException" });
  await allowReading();
  await create();

  expect(await describePipe()).toMatchObject({ CurrentState: "RUNNING" });
});

test("an update to a role that AWS cannot use fails with the reason", async () => {
  await allowReading();
  const { id, properties } = await create();
  const oldInputs = await checked();
  const news = await checked({ roleArn: "arn:aws:iam::000000000000:role/missing" });
  const update = provider.update({ ...ref, id, olds: properties, oldInputs, news, preview: false });

  await expect(update).rejects.toThrow(/unexpected state 'UPDATE_FAILED'.*cannot assume the role/);
});

test("another source replaces the pipe; another target does not", async () => {
  await allowReading();
  const { id, properties } = await create();
  const oldInputs = await checked();
  const diffTo = async (changes: object) =>
    provider.diff({ ...ref, id, olds: properties, oldInputs, news: await checked(changes) });

  expect((await diffTo({ source: source.replace("Bookings", "Others") })).replaces).toEqual(["source"]);
  expect((await diffTo({ target: "arn:aws:events:us-east-1:000000000000:event-bus/Others" })).replaces).toEqual([]);
});
