import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DescribeEventBusCommand,
  ListEventBusesCommand,
  PutPermissionCommand,
  RemovePermissionCommand,
  UpdateEventBusCommand,
} from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { accountId, busArn, makeRule, region } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const createBus = (Name: string) => cloud.events.send(new CreateEventBusCommand({ Name }));

describe("event buses", () => {
  test("have a default bus from the start", async () => {
    const bus = await cloud.events.send(new DescribeEventBusCommand({}));

    expect(bus).toMatchObject({
      Name: "default",
      Arn: busArn("default"),
      CreationTime: new Date("2026-01-01T12:00:00Z"),
    });
  });

  test("can be described by name and by ARN", async () => {
    const { EventBusArn } = await cloud.events.send(
      new CreateEventBusCommand({ Name: "orders", Description: "All orders" }),
    );

    expect(EventBusArn).toBe(busArn("orders"));
    for (const Name of ["orders", EventBusArn]) {
      const bus = await cloud.events.send(new DescribeEventBusCommand({ Name }));
      expect(bus).toMatchObject({ Name: "orders", Arn: busArn("orders"), Description: "All orders" });
    }
  });

  test("keep the settings that an update omits", async () => {
    await cloud.events.send(new CreateEventBusCommand({ Name: "orders", Description: "All orders" }));
    const DeadLetterConfig = { Arn: `arn:aws:sqs:${region}:${accountId}:dlq` };

    await cloud.events.send(new UpdateEventBusCommand({ Name: "orders", DeadLetterConfig }));

    const bus = await cloud.events.send(new DescribeEventBusCommand({ Name: "orders" }));
    expect(bus).toMatchObject({ Description: "All orders", DeadLetterConfig });
  });

  test("are listed by prefix, in pages", async () => {
    for (const name of ["b-2", "a-1", "b-1", "b-3"]) await createBus(name);

    const first = await cloud.events.send(new ListEventBusesCommand({ NamePrefix: "b-", Limit: 2 }));
    const second = await cloud.events.send(
      new ListEventBusesCommand({ NamePrefix: "b-", Limit: 2, NextToken: first.NextToken }),
    );

    expect(first.EventBuses!.map(({ Name }) => Name)).toEqual(["b-1", "b-2"]);
    expect(second.EventBuses!.map(({ Name }) => Name)).toEqual(["b-3"]);
    expect(second.NextToken).toBeUndefined();
  });

  test("are not listed for an invalid page token", async () => {
    const call = cloud.events.send(new ListEventBusesCommand({ NextToken: "made-up" }));

    await expect(call).rejects.toMatchObject({ name: "InvalidToken" });
  });

  test("can be deleted, and deleted again without an error", async () => {
    await createBus("orders");

    await cloud.events.send(new DeleteEventBusCommand({ Name: "orders" }));
    await cloud.events.send(new DeleteEventBusCommand({ Name: "orders" }));

    await expect(cloud.events.send(new DescribeEventBusCommand({ Name: "orders" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Event bus orders does not exist.",
    });
  });

  test("cannot be deleted if they have rules or are the default bus", async () => {
    await createBus("orders");
    await makeRule(cloud, { bus: "orders" });

    await expect(cloud.events.send(new DeleteEventBusCommand({ Name: "default" }))).rejects.toMatchObject({
      message: "Cannot delete event bus default.",
    });
    await expect(cloud.events.send(new DeleteEventBusCommand({ Name: "orders" }))).rejects.toMatchObject({
      name: "ValidationException",
      message: "EventBus can't be deleted since it has rules.",
    });
  });

  test.each([
    ["default", "ResourceAlreadyExistsException", "Event bus default already exists."],
    ["a/b", "ValidationException", "Event bus name must not contain '/'."],
    [
      "a b",
      "ValidationException",
      "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+",
    ],
    [
      "x".repeat(257),
      "ValidationException",
      expect.stringContaining("Member must have length less than or equal to 256"),
    ],
  ])("cannot be named %.9s", async (name, code, message) => {
    await expect(createBus(name)).rejects.toMatchObject({ name: code, message });
  });

  test.each([
    ["customer managed keys", { KmsKeyIdentifier: "alias/own" }],
    ["partner event buses", { EventSourceName: "aws.partner/shop" }],
    ["logs of event buses", { LogConfig: { Level: "INFO" as const } }],
  ])("refuse %s, which the local cloud does not emulate", async (what, changes) => {
    await expect(cloud.events.send(new CreateEventBusCommand({ Name: "orders", ...changes }))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(`does not emulate ${what}`),
    });
  });

  test("are limited to 100 besides the default bus", async () => {
    for (let at = 0; at < 100; at++) await createBus(`bus-${at}`);

    await expect(createBus("bus-100")).rejects.toMatchObject({ name: "LimitExceededException" });
  });
});

describe("permissions on a bus", () => {
  const ruleArn = (path: string) => `arn:aws:events:us-east-1:000000000000:rule/${path}`;
  const policyOf = async (name: string) => {
    const { Policy } = await cloud.events.send(new DescribeEventBusCommand({ Name: name }));
    return Policy === undefined ? undefined : JSON.parse(Policy);
  };
  const statement = (changes: object = {}) => ({
    Sid: "DenyOthers",
    Effect: "Deny",
    Principal: "*",
    Action: "events:PutEvents",
    Resource: busArn("orders"),
    Condition: { StringNotEquals: { "events:source": "shop" } },
    ...changes,
  });
  const putPolicy = (changes: object = {}) => {
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement(changes)] });
    return cloud.events.send(new PutPermissionCommand({ EventBusName: "orders", Policy }));
  };
  beforeEach(async () => void (await createBus("orders")));

  test("replace a statement with the same id", async () => {
    for (const Principal of ["111111111111", "222222222222"]) {
      await cloud.events.send(
        new PutPermissionCommand({
          EventBusName: "orders",
          Action: "events:PutEvents",
          Principal,
          StatementId: "partner",
        }),
      );
    }

    expect(await policyOf("orders")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "partner",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::222222222222:root" },
          Action: "events:PutEvents",
          Resource: busArn("orders"),
        },
      ],
    });
  });

  test("accept a whole policy and return it unchanged", async () => {
    await putPolicy();

    expect(await policyOf("orders")).toEqual({ Version: "2012-10-17", Statement: [statement()] });
  });

  test.each([
    ["for another bus", { Resource: busArn("default") }, /is neither the event bus .* nor a rule on it/],
    [
      "for a rule on a bus whose name begins with this one's",
      { Resource: ruleArn("orders-2/audit") },
      /is neither the event bus .* nor a rule on it/,
    ],
    ["with an unknown condition key", { Condition: { StringEquals: { "events:sauce": "shop" } } }, /events:sauce/],
    ["with an unknown operator", { Condition: { StringIs: { "events:source": "shop" } } }, /StringIs/],
    ["without a principal", { Principal: undefined }, /Principal/],
    ["for a role that does not exist", { Principal: { AWS: "arn:aws:iam::000000000000:role/nobody" } }, /role\/nobody/],
    ["for a misspelled service", { Principal: { Service: "event.amazonaws.com" } }, /"SERVICE":"event.amazonaws.com"/],
  ])("refuse a policy %s", async (_case, changes, message) => {
    await expect(putPolicy(changes)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(message),
    });
    expect(await policyOf("orders")).toBeUndefined();
  });

  test("accept a policy for a rule on the bus; the ARN of a rule on the default bus does not name it", async () => {
    await putPolicy({ Resource: ruleArn("orders/audit") });
    const onDefault = statement({ Resource: ruleArn("audit") });
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [onDefault] });
    await cloud.events.send(new PutPermissionCommand({ Policy }));

    expect((await policyOf("orders")).Statement).toMatchObject([{ Resource: ruleArn("orders/audit") }]);
    expect((await policyOf("default")).Statement).toMatchObject([{ Resource: ruleArn("audit") }]);
  });

  // As recorded from AWS, with an action that needs no bus.
  test("accept a policy for every resource", async () => {
    const changes = { Principal: { Service: "events.amazonaws.com" }, Action: "events:ListRules", Resource: "*" };
    await putPolicy(changes);

    expect((await policyOf("orders")).Statement).toMatchObject([changes]);
  });

  test("refuse a policy together with a statement, and an incomplete statement", async () => {
    const both = new PutPermissionCommand({ EventBusName: "orders", Policy: "{}", StatementId: "partner" });
    const part = new PutPermissionCommand({ EventBusName: "orders", StatementId: "partner" });

    await expect(cloud.events.send(both)).rejects.toMatchObject({ name: "ValidationException" });
    await expect(cloud.events.send(part)).rejects.toMatchObject({
      message: "Parameter(s) Action, Principal must be specified.",
    });
  });

  test("refuse a policy over 10 KB", async () => {
    const sources = Array.from({ length: 500 }, (_, at) => `a-rather-long-source-${at}`);
    const call = putPolicy({ Condition: { StringNotEquals: { "events:source": sources } } });

    await expect(call).rejects.toMatchObject({ name: "PolicyLengthExceededException" });
  });

  test("can be removed one by one or all at once", async () => {
    await putPolicy();

    const remove = (input: object) =>
      cloud.events.send(new RemovePermissionCommand({ EventBusName: "orders", ...input }));
    await expect(remove({ StatementId: "other" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Statement with the provided id does not exist.",
    });
    await remove({ StatementId: "DenyOthers" });
    expect(await policyOf("orders")).toBeUndefined();
    await expect(remove({ StatementId: "DenyOthers" })).rejects.toMatchObject({
      message: "Statement with the provided id does not exist.", // as recorded from AWS
    });
    await putPolicy();
    await remove({ RemoveAllPermissions: true });
    expect(await policyOf("orders")).toBeUndefined();
  });
});
