import { PutPermissionCommand } from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { accountId, region } from "../eventbridge/test-support.ts";
import {
  allowRole,
  delivered,
  deliveredOrders,
  FakeStream,
  makePipe,
  openShop,
  pipeArn,
  putOnBus,
  readStream,
  streamArn,
  target,
} from "./test-support.ts";

let cloud: TestCloud;
let stream: FakeStream;
beforeEach(async () => {
  cloud = await startTestCloud();
  stream = new FakeStream().attach(cloud);
  await openShop(cloud);
});
afterEach(() => cloud.close());

/** The orders in each PutEvents call of the pipe, in the order of the calls. */
function spyOnBatches(): number[][] {
  const batches: number[][] = [];
  const call = cloud.account.call;
  vi.spyOn(cloud.account, "call").mockImplementation((request) => {
    const { Entries } = request.input as { Entries?: { Detail: string }[] };
    if (request.operation === "PutEvents") batches.push(Entries!.map(({ Detail }) => JSON.parse(Detail).order));
    return call(request);
  });
  return batches;
}

describe("the event on the bus", () => {
  test("has the stored detail as an object with its numbers, and the stored type", async () => {
    await makePipe(cloud);
    stream.write(1);
    await cloud.clock.settle();

    expect(await delivered(cloud)).toEqual([
      {
        version: "0",
        id: expect.any(String),
        "detail-type": "OrderPlaced",
        source: "shop",
        account: accountId,
        region,
        time: expect.any(String),
        resources: [],
        detail: { order: 1, amount: 300 },
      },
    ]);
  });

  test("is the record with the stream's ARN, from the pipe, if the target has no parameters", async () => {
    await makePipe(cloud, {}, { TargetParameters: undefined });
    const sequenceNumber = stream.write(1)[0];
    await cloud.clock.settle();

    const [event] = await delivered(cloud);
    expect(event).toMatchObject({ source: "Pipe outbox", "detail-type": "Event from aws:dynamodb" });
    expect(event.detail).toMatchObject({
      eventName: "INSERT",
      eventSourceARN: streamArn,
      dynamodb: { SequenceNumber: sequenceNumber, NewImage: { order: { N: "1" } } },
    });
  });

  test("gets resources and time from paths into the record", async () => {
    const TargetParameters = {
      EventBridgeEventBusParameters: {
        Source: "$.eventName",
        DetailType: "changed",
        Resources: ["$.eventSourceARN", pipeArn("outbox")],
        Time: "$.dynamodb.NewImage.at.S",
      },
    };
    await makePipe(cloud, {}, { TargetParameters });
    stream.put({ order: { N: "1" }, at: { S: "2026-01-01T10:00:00.000Z" } });
    await cloud.clock.settle();

    expect(await delivered(cloud)).toMatchObject([
      { source: "INSERT", resources: [streamArn, pipeArn("outbox")], time: "2026-01-01T10:00:00Z" },
    ]);
  });

  test("takes a detail type that only looks like a path as it is", async () => {
    const TargetParameters = { EventBridgeEventBusParameters: { Source: "shop", DetailType: "price in $.eventName" } };
    await makePipe(cloud, {}, { TargetParameters });
    stream.write(1);
    await cloud.clock.settle();

    expect(await delivered(cloud)).toMatchObject([{ "detail-type": "price in $.eventName" }]);
  });
});

describe("filters", () => {
  const filtered = (...patterns: object[]) => ({
    SourceParameters: {
      FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
    },
  });

  test("let a record pass that matches any of them, and pass over the others", async () => {
    const one = { dynamodb: { NewImage: { order: { N: ["1"] } } } };
    const three = { dynamodb: { NewImage: { order: { N: ["3"] } } } };
    await makePipe(cloud, {}, filtered(one, three));
    stream.write(1, 2, 3, 4);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([1, 3]);
  });

  test("find an attribute that newly appears", async () => {
    const stored = { dynamodb: { NewImage: { event: { M: { type: { S: [{ exists: true }] } } } } } };
    const notBefore = { dynamodb: { OldImage: { event: { M: { type: { S: [{ exists: false }] } } } } } };
    await makePipe(cloud, {}, filtered({ dynamodb: { ...stored.dynamodb, ...notBefore.dynamodb } }));
    const event = (order: number) => ({
      M: { type: { S: "OrderPlaced" }, detail: { S: JSON.stringify({ order }) } },
    });
    stream.put({ order: { N: "1" }, event: event(1) }, { order: { N: "1" } });
    stream.put({ order: { N: "2" }, event: event(2) }, { order: { N: "2" }, event: event(2) });
    stream.put({ order: { N: "3" } });
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([1]);
  });

  test("do not hold up the stream where none matches", async () => {
    const batches = spyOnBatches();
    await makePipe(cloud, { BatchSize: 2 }, filtered({ dynamodb: { NewImage: { order: { N: ["9"] } } } }));
    stream.write(1, 2, 3, 4, 5, 9);
    await cloud.clock.settle();

    expect(batches).toEqual([[9]]);
  });
});

describe("batches", () => {
  test("keep the stream's order and have at most BatchSize records", async () => {
    const batches = spyOnBatches();
    await makePipe(cloud, { BatchSize: 2 });
    stream.write(1, 2, 3, 4, 5);
    await cloud.clock.settle();

    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  test("have what was written between two of the four polls a second (assumption: ten records unless BatchSize is set)", async () => {
    const batches = spyOnBatches();
    await makePipe(cloud);
    await cloud.clock.advance(10);
    stream.write(1);
    await cloud.clock.advance(200);
    stream.write(2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    expect(batches, "before the poll").toEqual([]);
    await cloud.clock.advance(40);

    expect(batches).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [11]]);
  });

  test("wait until their window ends", async () => {
    const batches = spyOnBatches();
    await makePipe(cloud, { MaximumBatchingWindowInSeconds: 60 });
    stream.write(1);
    await cloud.clock.advance(59_000);
    stream.write(2);
    await cloud.clock.advance(500);
    expect(batches, "within the window").toEqual([]);
    await cloud.clock.advance(1000);

    expect(batches).toEqual([[1, 2]]);
  });

  test("do not wait for their window once they are full", async () => {
    const batches = spyOnBatches();
    await makePipe(cloud, { BatchSize: 2, MaximumBatchingWindowInSeconds: 60 });
    stream.write(1);
    await cloud.clock.advance(5_000);
    stream.write(2, 3);
    await cloud.clock.advance(1_000);

    expect(batches).toEqual([[1, 2]]);
  });
});

describe("starting position", () => {
  test("TRIM_HORIZON begins with the oldest record, LATEST with the next one", async () => {
    stream.write(1);
    await makePipe(cloud, { StartingPosition: "TRIM_HORIZON" }, { Name: "oldest" });
    await makePipe(cloud, { StartingPosition: "LATEST" }, { Name: "newest" });
    await cloud.clock.settle();
    expect(await deliveredOrders(cloud)).toEqual([1]);
    stream.write(2);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([2, 2]);
  });
});

describe("access", () => {
  const deny = (condition: object) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal: "*", Action: "events:PutEvents", Resource: target, Condition: condition }],
  });
  const role = `arn:aws:iam::${accountId}:role/pipe-role`;

  test("the role's conditions on source and detail type apply to each event", async () => {
    const Condition = { StringEquals: { "events:source": "shop", "events:detail-type": "OrderPlaced" } };
    await allowRole(cloud, [readStream, { ...putOnBus, Condition }]);
    await makePipe(cloud, { MaximumRetryAttempts: 0 });
    stream.put({ order: { N: "1" }, event: { M: { type: { S: "TicketIssued" }, detail: { S: '{"order":1}' } } } });
    stream.write(2);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([2]);
  });

  test("a bus policy that denies all but other roles stops the pipe, whose aws:PrincipalArn is its role", async () => {
    await makePipe(cloud);
    const put = (condition: object) =>
      cloud.events.send(new PutPermissionCommand({ EventBusName: "Shop", Policy: JSON.stringify(deny(condition)) }));
    await put({ ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::000000000000:role/someone-else" } });
    stream.write(1);
    await cloud.clock.advance(10_000);
    expect(await deliveredOrders(cloud)).toEqual([]);
    await put({ ArnNotEquals: { "aws:PrincipalArn": role } });
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([1]);
  });
});
