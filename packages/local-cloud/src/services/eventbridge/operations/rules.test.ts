import {
  CreateEventBusCommand,
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { accountId, bodiesIn, makeQueue, makeRule, put, queueArn, region } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const ruleArn = (path: string) => `arn:aws:events:${region}:${accountId}:rule/${path}`;

describe("rules", () => {
  test("have the bus in their ARN unless it is the default bus", async () => {
    await cloud.events.send(new CreateEventBusCommand({ Name: "shop" }));

    expect(await makeRule(cloud, { name: "one" })).toBe(ruleArn("one"));
    expect(await makeRule(cloud, { name: "one", bus: "shop" })).toBe(ruleArn("shop/one"));
    expect(await cloud.events.send(new DescribeRuleCommand({ Name: "one", EventBusName: "shop" }))).toMatchObject({
      Name: "one",
      Arn: ruleArn("shop/one"),
      EventBusName: "shop",
      EventPattern: '{"source":["shop"]}',
      State: "ENABLED",
      CreatedBy: accountId,
    });
  });

  test("keep their targets when they are replaced", async () => {
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    await cloud.events.send(
      new PutRuleCommand({ Name: "orders", EventPattern: '{"source":["other"]}', Description: "new" }),
    );
    await put(cloud);
    await cloud.clock.settle();

    expect(await cloud.events.send(new DescribeRuleCommand({ Name: "orders" }))).toMatchObject({ Description: "new" });
    expect((await cloud.events.send(new ListTargetsByRuleCommand({ Rule: "orders" }))).Targets).toHaveLength(1);
    expect(await bodiesIn(cloud, "inbox")).toEqual([]);
  });

  test("match nothing while they are disabled", async () => {
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    await cloud.events.send(new DisableRuleCommand({ Name: "orders" }));
    await put(cloud);
    await cloud.clock.settle();
    expect(await bodiesIn(cloud, "inbox")).toEqual([]);

    await cloud.events.send(new EnableRuleCommand({ Name: "orders" }));
    await put(cloud);
    await cloud.clock.settle();
    expect(await bodiesIn(cloud, "inbox")).toHaveLength(1);
  });

  test("cannot be deleted while they have targets", async () => {
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: queueArn("inbox") }] });
    const deleteRule = () => cloud.events.send(new DeleteRuleCommand({ Name: "orders" }));

    await expect(deleteRule()).rejects.toMatchObject({
      name: "ValidationException",
      message: "Rule can't be deleted since it has targets.",
    });
    await cloud.events.send(new RemoveTargetsCommand({ Rule: "orders", Ids: ["inbox"] }));
    await deleteRule();
    await deleteRule();

    await expect(cloud.events.send(new DescribeRuleCommand({ Name: "orders" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Rule orders does not exist on EventBus default.",
    });
  });

  test.each([
    [
      "an invalid pattern",
      { EventPattern: '{"source":"shop"}' },
      "InvalidEventPatternException",
      /Event pattern is not valid/,
    ],
    [
      "a request without pattern and schedule",
      {},
      "ValidationException",
      /Parameter\(s\) EventPattern or ScheduleExpression must be specified/,
    ],
    [
      "a schedule",
      { ScheduleExpression: "rate(5 minutes)" },
      "ValidationException",
      /does not emulate scheduled rules/,
    ],
    [
      "a schedule on a custom bus",
      { ScheduleExpression: "rate(5 minutes)", EventBusName: "shop" },
      "ValidationException",
      /^ScheduleExpression is supported only on the default event bus\.$/,
    ],
    [
      "a missing bus",
      { EventPattern: '{"a":[1]}', EventBusName: "shop" },
      "ResourceNotFoundException",
      /^Event bus shop does not exist\.$/,
    ],
    [
      "a name of 65 characters",
      { EventPattern: '{"a":[1]}', Name: "x".repeat(65) },
      "ValidationException",
      /Member must have length less than or equal to 64/,
    ],
  ])("refuse %s", async (_case, input, name, message) => {
    const call = cloud.events.send(new PutRuleCommand({ Name: "orders", ...input }));

    await expect(call).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test("are listed by bus and prefix, in pages", async () => {
    await cloud.events.send(new CreateEventBusCommand({ Name: "shop" }));
    for (const name of ["b2", "b1", "a1", "b3"]) await makeRule(cloud, { name, bus: "shop" });
    await makeRule(cloud, { name: "b4" });

    const first = await cloud.events.send(new ListRulesCommand({ EventBusName: "shop", NamePrefix: "b", Limit: 2 }));
    const second = await cloud.events.send(
      new ListRulesCommand({ EventBusName: "shop", NamePrefix: "b", Limit: 2, NextToken: first.NextToken }),
    );

    expect([first, second].map(({ Rules }) => Rules!.map(({ Name }) => Name))).toEqual([["b1", "b2"], ["b3"]]);
    expect(second.NextToken).toBeUndefined();
  });

  test("are listed by target", async () => {
    await makeRule(cloud, { name: "one", targets: [{ Id: "a", Arn: queueArn("inbox") }] });
    await makeRule(cloud, {
      name: "two",
      targets: [
        { Id: "a", Arn: queueArn("inbox") },
        { Id: "b", Arn: queueArn("inbox") },
      ],
    });
    await makeRule(cloud, { name: "three", targets: [{ Id: "a", Arn: queueArn("other") }] });

    const { RuleNames } = await cloud.events.send(new ListRuleNamesByTargetCommand({ TargetArn: queueArn("inbox") }));

    expect(RuleNames).toEqual(["one", "two"]);
  });
});
