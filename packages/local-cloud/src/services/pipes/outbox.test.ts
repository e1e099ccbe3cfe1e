import {
  CreateTableCommand,
  DeleteTableCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { DescribePipeCommand, StartPipeCommand, StopPipeCommand } from "@aws-sdk/client-pipes";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import {
  allowRole,
  delivered,
  deliveredOrders,
  makePipe,
  openShop,
  pipesOf,
  putOnBus,
  readStream,
} from "./test-support.ts";

/** From the stream of a real table, through a pipe, to a queue behind the bus. */
let cloud: TestCloud;
let Source: string;
beforeEach(async () => {
  cloud = await startTestCloud();
  const { TableDescription } = await cloud.dynamodb.send(
    new CreateTableCommand({
      TableName: "Orders",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "order", AttributeType: "N" }],
      KeySchema: [{ AttributeName: "order", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }),
  );
  Source = TableDescription!.LatestStreamArn!;
  await openShop(cloud);
  await allowRole(cloud, [{ ...readStream, Resource: Source }, putOnBus]);
});
afterEach(() => cloud.close());

const day = 24 * 60 * 60_000;

/** Sets the state of an order, and the event about it in the same write. */
function set(order: number, state: string) {
  const detail = JSON.stringify({ order, state, amount: 300 });
  const [names, values] = [
    { "#s": "state", "#e": `event${state}` },
    { M: { type: { S: state }, detail: { S: detail } } },
  ];
  return cloud.dynamodb.send(
    new UpdateItemCommand({
      TableName: "Orders",
      Key: { order: { N: String(order) } },
      UpdateExpression: "SET #s = :state, #e = :event",
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ":state": { S: state }, ":event": values },
    }),
  );
}

/** A pipe for the events in one attribute, at the moment at which it appears. */
function pipeFor(state: string, parameters: Parameters<typeof makePipe>[1] = {}) {
  const has = (exists: boolean) => ({ [`event${state}`]: { M: { type: { S: [{ exists }] } } } });
  const Pattern = JSON.stringify({ dynamodb: { NewImage: has(true), OldImage: has(false) } });
  return makePipe(cloud, parameters, {
    Name: state,
    Source,
    SourceParameters: { FilterCriteria: { Filters: [{ Pattern }] } },
    TargetParameters: {
      InputTemplate: `<$.dynamodb.NewImage.event${state}.M.detail.S>`,
      EventBridgeEventBusParameters: { Source: "shop", DetailType: `$.dynamodb.NewImage.event${state}.M.type.S` },
    },
  });
}

const ended = {
  DesiredState: "RUNNING",
  CurrentState: "STOPPED",
  StateReason: "Stream not found. To resume processing please delete the pipe and create a new one.",
};

const describePipe = (Name: string) => pipesOf(cloud).send(new DescribePipeCommand({ Name }));

test("the write is the event: each state of an item puts its event on the bus once, with numbers as numbers", async () => {
  await set(1, "Placed");
  await pipeFor("Placed");
  await pipeFor("Paid");
  await set(1, "Paid");
  await set(1, "Paid");
  await cloud.clock.settle();

  const events = await delivered(cloud);
  expect(events.map((event) => [event["detail-type"], event.detail]).sort()).toEqual([
    ["Paid", { order: 1, state: "Paid", amount: 300 }],
    ["Placed", { order: 1, state: "Placed", amount: 300 }],
  ]);
});

test("the events of one item keep the order of its writes", async () => {
  const states = ["A", "B", "C", "D"];
  await makePipe(
    cloud,
    { BatchSize: 1 },
    {
      Source,
      TargetParameters: {
        EventBridgeEventBusParameters: { Source: "shop", DetailType: "$.dynamodb.NewImage.state.S" },
      },
    },
  );
  for (const state of states) await set(1, state);
  await cloud.clock.settle();

  const images = (await delivered(cloud)).map(({ detail }) => detail.dynamodb);
  const inOrder = images.sort((one, other) => (one.SequenceNumber < other.SequenceNumber ? -1 : 1));
  expect(inOrder.map(({ NewImage }) => NewImage.state.S)).toEqual(states);
});

test("what a pipe does not read within a day is gone; it goes on with what is left, and tells so", async () => {
  await pipeFor("Placed");
  await pipesOf(cloud).send(new StopPipeCommand({ Name: "Placed" }));
  await set(1, "Placed");
  await cloud.clock.advance(day - 60_000);
  await set(2, "Placed");
  await cloud.clock.advance(120_000);
  await pipesOf(cloud).send(new StartPipeCommand({ Name: "Placed" }));
  await cloud.clock.settle();

  expect(await deliveredOrders(cloud)).toEqual([2]);
  expect((await describePipe("Placed")).StateReason).toMatch(/^Records expired in the stream/);
});

test("a stream that is disabled is read to its end; then the pipe is stopped and cannot be started", async () => {
  await pipeFor("Placed", { MaximumBatchingWindowInSeconds: 60 });
  await set(1, "Placed");
  await cloud.dynamodb.send(
    new UpdateTableCommand({ TableName: "Orders", StreamSpecification: { StreamEnabled: false } }),
  );
  await cloud.clock.settle(day / 2);
  expect(await deliveredOrders(cloud)).toEqual([1]);
  await cloud.clock.advance(2 * day);

  expect(await describePipe("Placed")).toMatchObject(ended);
  await expect(pipesOf(cloud).send(new StartPipeCommand({ Name: "Placed" }))).rejects.toThrow(/Stream not found/);
});

test("a pipe whose table is deleted is stopped, with the reason", async () => {
  await pipeFor("Placed");
  await cloud.dynamodb.send(new DeleteTableCommand({ TableName: "Orders" }));

  expect(await describePipe("Placed")).toMatchObject(ended);
});
