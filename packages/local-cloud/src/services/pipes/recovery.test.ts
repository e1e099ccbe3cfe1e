import { CreateTableCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Store } from "../../core/store.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { queueArn } from "../eventbridge/test-support.ts";
import { JournalStore } from "./fixtures/journal-store.ts";
import {
  allowRole,
  deadLetters,
  delivered,
  makePipe,
  openShop,
  putOnBus,
  readStream,
  sendDeadLetters,
} from "./test-support.ts";

type PipeParameters = Parameters<typeof makePipe>[1];

const hour = 60 * 60_000;

async function startOn(store: Store): Promise<TestCloud> {
  const cloud = await startTestCloud({ store });
  onTestFinished(() => cloud.close());
  return cloud;
}

/** A shop with a pipe from the stream of table Orders. */
async function openWithPipe(cloud: TestCloud, parameters: PipeParameters): Promise<void> {
  const { TableDescription } = await cloud.dynamodb.send(
    new CreateTableCommand({
      TableName: "Orders",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "order", AttributeType: "N" }],
      KeySchema: [{ AttributeName: "order", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }),
  );
  const Source = TableDescription!.LatestStreamArn!;
  await openShop(cloud);
  await allowRole(cloud, [{ ...readStream, Resource: Source }, putOnBus, sendDeadLetters]);
  await makePipe(cloud, parameters, { Source });
}

function write(cloud: TestCloud, order: number, detail = JSON.stringify({ order, amount: 300 })) {
  const event = { M: { type: { S: "OrderPlaced" }, detail: { S: detail } } };
  return cloud.dynamodb.send(new PutItemCommand({ TableName: "Orders", Item: { order: { N: String(order) }, event } }));
}

/** The orders in the table. */
async function stored(cloud: TestCloud): Promise<number[]> {
  const { Items = [] } = await cloud.dynamodb.send(new ScanCommand({ TableName: "Orders" }));
  return Items.map(({ order }) => Number(order!.N)).sort();
}

/** How many events about each order reached the queue. The bus may deliver one twice, with the same id. */
async function counts(cloud: TestCloud): Promise<Map<number, number>> {
  const ids = new Map<number, Set<string>>();
  for (const { id, detail } of await delivered(cloud)) {
    ids.set(detail.order, (ids.get(detail.order) ?? new Set()).add(id));
  }
  return new Map([...ids].map(([order, { size }]) => [order, size]));
}

/** Runs `work` on a cloud, then calls `check` for each moment at which it could have been killed, started again and settled. */
async function killAtEachMoment(
  parameters: PipeParameters,
  work: (cloud: TestCloud) => Promise<unknown>,
  check: (cloud: TestCloud, moment: string) => Promise<void>,
): Promise<void> {
  const journal = new JournalStore();
  const cloud = await startOn(journal);
  await openWithPipe(cloud, parameters);
  await cloud.clock.settle();
  const ready = journal.turns;
  await work(cloud);
  await cloud.clock.advance(hour);
  const moments = journal.turns - ready;
  expect(moments, "moments at which it is killed").toBeGreaterThan(8);
  for (let moment = 0; moment <= moments; moment++) {
    const again = await startOn(journal.killedAfter(ready + moment));
    // Its virtual time starts from the beginning, so it has to catch up with the first cloud's.
    await again.clock.advance(hour);
    await check(again, `killed after ${moment} of ${moments} turns`);
    await again.close();
  }
}

describe("killed at any moment and started again, a pipe", () => {
  test("skips no record of what is in the table, and repeats at most the batch in work", {
    timeout: 120_000,
  }, async () => {
    let repeats = 0;
    await killAtEachMoment(
      { BatchSize: 2 },
      async (cloud) => {
        for (const order of [1, 2, 3]) await write(cloud, order);
      },
      async (cloud, moment) => {
        const found = await counts(cloud);
        expect([...found.keys()].sort(), moment).toEqual(await stored(cloud));
        const repeated = [...found.values()].filter((count) => count > 1);
        expect(repeated.every((count) => count === 2) && repeated.length <= 2, moment).toBe(true);
        repeats += repeated.length;
      },
    );

    expect(repeats, "a kill between the bus and the position").toBeGreaterThan(0);
  });

  test("loses no dead letter", { timeout: 120_000 }, async () => {
    await killAtEachMoment(
      { BatchSize: 2, MaximumRetryAttempts: 1, DeadLetterConfig: { Arn: queueArn("dead-letters") } },
      async (cloud) => {
        await write(cloud, 1, "no JSON");
        await write(cloud, 2);
      },
      async (cloud, moment) => {
        const orders = await stored(cloud);
        expect([...(await counts(cloud)).keys()], moment).toEqual(orders.filter((order) => order !== 1));
        const letters = await deadLetters(cloud);
        expect(letters.length > 0, moment).toBe(orders.includes(1));
      },
    );
  });
});
