import {
  CreateLogGroupCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  PutResourcePolicyCommand,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { describe, expect, test } from "vitest";
import { MemoryStore } from "../../core/memory-store.ts";
import { startTestCloud, type TestCloud, type TestCloudOptions } from "../../testing/index.ts";
import { createStream } from "./test-support.ts";

/** An assumption: AWS documents no order of equal timestamps, except that a call's events are in chronological order. */

const group = "/aws/events/all";
const letters = [..."abcdefghij"];

async function cloudWithStream(options: TestCloudOptions = {}): Promise<TestCloud> {
  const cloud = await startTestCloud(options);
  await createStream(cloud, group, "one");
  return cloud;
}

/** Writes these messages at the present time, in one call. */
async function write(cloud: TestCloud, messages: string[], logStreamName = "one"): Promise<void> {
  const logEvents = messages.map((message) => ({ timestamp: cloud.clock.now(), message }));
  await cloud.logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName, logEvents }));
}

async function read(cloud: TestCloud, logGroupName = group): Promise<string> {
  const { events } = await cloud.logs.send(new FilterLogEventsCommand({ logGroupName }));
  return events!.map(({ message }) => message).join("");
}

/** The order in which ten events of one millisecond are read that came in ten calls. */
async function orderBySeed(seed: number): Promise<string> {
  await using cloud = await cloudWithStream({ seed });
  for (const letter of letters) await write(cloud, [letter]);
  return read(cloud);
}

describe("events with equal timestamps", () => {
  test("are in an order that the seed draws, not in that of their arrival", async () => {
    const order = await orderBySeed(1);

    expect([...order].sort()).toEqual(letters);
    expect(order).not.toBe(letters.join(""));
    expect(await orderBySeed(1)).toBe(order);
    expect(await orderBySeed(2)).not.toBe(order);
  });

  test("are in the same order in every answer, also after a restart", async () => {
    const store = new MemoryStore();
    const cloud = await cloudWithStream({ store });
    for (const letter of letters) await write(cloud, [letter]);
    const order = await read(cloud);
    expect(await read(cloud)).toBe(order);
    await cloud.close();

    await using again = await startTestCloud({ store });
    expect(await read(again)).toBe(order);
  });

  test("keep their order within one call", async () => {
    await using cloud = await cloudWithStream();
    await write(cloud, ["x"]);
    await write(cloud, letters);
    await write(cloud, ["y"]);

    expect(await read(cloud)).toContain(letters.join(""));
  });

  test("are mixed across streams", async () => {
    await using cloud = await cloudWithStream();
    for (const stream of letters) {
      await createStream(cloud, group, stream);
      await write(cloud, [stream], stream);
    }

    expect(await read(cloud)).not.toBe(letters.join(""));
  });

  test("are each returned once to a reader who follows the stream, however the seed orders them", async () => {
    await using cloud = await cloudWithStream();
    const seen: string[] = [];
    let nextToken: string | undefined;
    for (const letter of letters) {
      await write(cloud, [letter, letter.toUpperCase()]);
      for (let more = true; more; ) {
        const page = await cloud.logs.send(
          new GetLogEventsCommand({
            logGroupName: group,
            logStreamName: "one",
            startFromHead: true,
            limit: 1,
            nextToken,
          }),
        );
        more = page.events!.length > 0;
        seen.push(...page.events!.map(({ message }) => message!));
        nextToken = page.nextForwardToken;
      }
    }

    expect(seen.sort()).toEqual([...letters, ...letters.map((letter) => letter.toUpperCase())].sort());
  });

  test("have no latest one that a query could rely on", async () => {
    const latestBySeed = async (seed: number) => {
      await using cloud = await cloudWithStream({ seed });
      for (const state of ["REQUESTED", "PAID", "TICKETED"]) {
        await write(cloud, [JSON.stringify({ bookingId: "B123", state })]);
      }
      const { queryId } = await cloud.logs.send(
        new StartQueryCommand({
          logGroupName: group,
          startTime: 0,
          endTime: Math.ceil(cloud.clock.now() / 1000),
          queryString: "stats latest(state) as state by bookingId",
        }),
      );
      const { results } = await cloud.logs.send(new GetQueryResultsCommand({ queryId }));
      return results![0]!.find(({ field }) => field === "state")!.value;
    };

    const answers = new Set(await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(latestBySeed)));
    expect(answers.size).toBeGreaterThan(1);
  });
});

test("events of one second that a rule sends to a log group are not in the order in which they were put", async () => {
  await using cloud = await startTestCloud();
  await cloud.logs.send(new CreateLogGroupCommand({ logGroupName: group }));
  const arn = `arn:aws:logs:us-east-1:000000000000:log-group:${group}`;
  const statement = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Resource: `${arn}:*` };
  const actions = ["logs:CreateLogStream", "logs:PutLogEvents"];
  const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, Action: actions }] });
  await cloud.logs.send(new PutResourcePolicyCommand({ policyName: "events", policyDocument }));
  await cloud.events.send(new PutRuleCommand({ Name: "all", EventPattern: '{"source":["shop"]}' }));
  await cloud.events.send(new PutTargetsCommand({ Rule: "all", Targets: [{ Id: "log", Arn: arn }] }));
  for (const letter of letters) {
    const Entries = [{ Source: "shop", DetailType: letter, Detail: "{}" }];
    await cloud.events.send(new PutEventsCommand({ Entries }));
    await cloud.clock.advance(50);
  }

  const { events } = await cloud.logs.send(new FilterLogEventsCommand({ logGroupName: group }));
  const logged = events!.map(({ message }) => JSON.parse(message!));
  expect(new Set(logged.map(({ time }) => time)), "whole seconds, as on AWS").toEqual(
    new Set(["2026-01-01T12:00:00Z"]),
  );
  expect(logged.map((event) => event["detail-type"]).join("")).not.toBe(letters.join(""));
});
