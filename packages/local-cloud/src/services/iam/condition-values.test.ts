import {
  CreateEventBusCommand,
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, DeleteRoleCommand, IAMClient, TagRoleCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionCommand,
  LambdaClient,
  TagResourceCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, SQSClient, UntagQueueCommand } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Credentials } from "../../core/account.ts";
import { allow, createFunction, createRole } from "../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
  await createRole(cloud, "caller", []);
});
afterEach(() => cloud.close());

/** The credentials of a role that may do everything under this condition. */
async function under(Condition: Record<string, Record<string, string | string[]>>): Promise<Credentials> {
  await allow(cloud, "caller", [{ Effect: "Allow", Action: "*", Resource: "*", Condition }]);
  return cloud.account.credentialsFor({
    kind: "role",
    accountId: cloud.account.id,
    roleName: "caller",
    sessionName: "me",
  });
}

const denied = { name: expect.stringMatching(/^AccessDenied/) };

// "Controlling access to AWS resources using tags".
describe("aws:RequestTag and aws:TagKeys", () => {
  test("are the tags that a request sets, as a map", async () => {
    const sqs = cloud.clientFor(SQSClient, await under({ StringEquals: { "aws:RequestTag/step": "3" } }));
    const create = (tags: Record<string, string>) => sqs.send(new CreateQueueCommand({ QueueName: "inbox", tags }));

    await expect(create({ step: "4" })).rejects.toMatchObject(denied);
    await expect(create({})).rejects.toMatchObject(denied);
    await expect(create({ step: "3", other: "" })).resolves.toBeDefined();
  });

  test("are the tags that a request sets, as a list", async () => {
    const iam = cloud.clientFor(IAMClient, await under({ "ForAllValues:StringEquals": { "aws:TagKeys": ["step"] } }));
    const tag = (Key: string) => iam.send(new TagRoleCommand({ RoleName: "caller", Tags: [{ Key, Value: "3" }] }));

    await expect(tag("team")).rejects.toMatchObject(denied);
    await expect(tag("step")).resolves.toBeDefined();
  });

  test("are the keys that a request removes", async () => {
    const { QueueUrl } = await cloud.sqs.send(new CreateQueueCommand({ QueueName: "inbox" }));
    const sqs = cloud.clientFor(SQSClient, await under({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["step"] } }));

    await expect(sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["team"] }))).rejects.toMatchObject(denied);
    await expect(sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["step"] }))).resolves.toBeDefined();
  });
});

describe("aws:ResourceTag", () => {
  const Condition = { StringEquals: { "aws:ResourceTag/Step": "3" } };
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });

  test.each(["aws", "iam"])("is the tag of a role, also as %s:ResourceTag", async (prefix) => {
    for (const [RoleName, Value] of Object.entries({ three: "3", four: "4" })) {
      const Tags = [{ Key: "step", Value }];
      await cloud.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, Tags }));
    }
    const iam = cloud.clientFor(IAMClient, await under({ StringEquals: { [`${prefix}:ResourceTag/step`]: "3" } }));

    await expect(iam.send(new DeleteRoleCommand({ RoleName: "four" }))).rejects.toMatchObject(denied);
    await expect(iam.send(new DeleteRoleCommand({ RoleName: "three" }))).resolves.toBeDefined();
  });

  test("is the tag of a function", async () => {
    const Resource = await createFunction(cloud, "charge", "export const handler = () => {};");
    const lambda = cloud.clientFor(LambdaClient, await under(Condition));
    const get = () => lambda.send(new GetFunctionCommand({ FunctionName: "charge" }));

    await expect(get()).rejects.toMatchObject(denied);
    await cloud.lambda.send(new TagResourceCommand({ Resource, Tags: { Step: "3" } }));
    await expect(get()).resolves.toBeDefined();
  });

  test("is the tag of a rule", async () => {
    const put = (Name: string, Value: string) =>
      cloud.events.send(
        new PutRuleCommand({ Name, EventPattern: '{"source":["shop"]}', Tags: [{ Key: "Step", Value }] }),
      );
    await put("three", "3");
    await put("four", "4");
    const events = cloud.clientFor(EventBridgeClient, await under(Condition));

    await expect(events.send(new DescribeRuleCommand({ Name: "four" }))).rejects.toMatchObject(denied);
    await expect(events.send(new DescribeRuleCommand({ Name: "three" }))).resolves.toBeDefined();
  });
});

// "Using IAM policy conditions in Amazon EventBridge".
describe("the keys of EventBridge", () => {
  test("events:source and events:detail.service are those of the pattern that PutRule gets", async () => {
    const events = cloud.clientFor(
      EventBridgeClient,
      await under({
        "ForAllValues:StringEquals": { "events:source": ["shop", "ticket"], "events:detail.service": "pay" },
        Null: { "events:source": "false" },
      }),
    );
    const put = (pattern: object) =>
      events.send(new PutRuleCommand({ Name: "any", EventPattern: JSON.stringify(pattern) }));

    await expect(put({ source: ["shop", "bank"] })).rejects.toMatchObject(denied);
    await expect(put({ "detail-type": ["OrderPlaced"] })).rejects.toMatchObject(denied);
    await expect(put({ source: ["shop"], detail: { service: ["seat"] } })).rejects.toMatchObject(denied);
    await expect(put({ source: ["shop"], detail: { service: ["pay"] } })).resolves.toBeDefined();
  });

  test("events:creatorAccount is the account, for a rule that exists", async () => {
    await cloud.events.send(new PutRuleCommand({ Name: "any", EventPattern: '{"source":["shop"]}' }));
    const Condition = (account: string) => ({ StringEquals: { "events:creatorAccount": account } });

    const other = cloud.clientFor(EventBridgeClient, await under(Condition("111111111111")));
    await expect(other.send(new DeleteRuleCommand({ Name: "any" }))).rejects.toMatchObject(denied);
    const own = cloud.clientFor(EventBridgeClient, await under(Condition("000000000000")));
    await expect(own.send(new DeleteRuleCommand({ Name: "nothing" }))).rejects.toMatchObject(denied);
    await expect(own.send(new CreateEventBusCommand({ Name: "orders" }))).rejects.toMatchObject(denied);
    await expect(own.send(new DeleteRuleCommand({ Name: "any" }))).resolves.toBeDefined();
  });
});

// "Actions, resources, and condition keys for AWS Lambda".
test("lambda:Principal and lambda:FunctionUrlAuthType are those of the call or of the URL", async () => {
  const named = { FunctionName: "charge" };
  await createFunction(cloud, "charge", "export const handler = () => {};");
  const permit = (Principal: string) =>
    new AddPermissionCommand({ ...named, StatementId: "a", Action: "lambda:InvokeFunction", Principal });
  const forRules = cloud.clientFor(
    LambdaClient,
    await under({ StringEquals: { "lambda:Principal": "events.amazonaws.com" } }),
  );

  await expect(forRules.send(permit("*"))).rejects.toMatchObject(denied);
  await expect(forRules.send(permit("events.amazonaws.com"))).resolves.toBeDefined();
  const closed = cloud.clientFor(
    LambdaClient,
    await under({ StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" } }),
  );
  const url = (AuthType: "NONE" | "AWS_IAM") => new CreateFunctionUrlConfigCommand({ ...named, AuthType });
  await expect(closed.send(url("NONE"))).rejects.toMatchObject(denied);
  await expect(closed.send(url("AWS_IAM"))).resolves.toBeDefined();
  await expect(closed.send(new DeleteFunctionUrlConfigCommand(named))).resolves.toBeDefined();
});

describe("AssumeRole", () => {
  const RoleArn = "arn:aws:iam::000000000000:role/other";
  const assume = { RoleArn, RoleSessionName: "me" };

  test("fills sts:DurationSeconds with the time that it is asked for", async () => {
    const statement = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::000000000000:root" },
      Action: "sts:AssumeRole",
      Condition: { NumericLessThanEquals: { "sts:DurationSeconds": "900" } },
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await cloud.iam.send(new CreateRoleCommand({ RoleName: "other", AssumeRolePolicyDocument }));
    const sts = cloud.clientFor(STSClient);

    await expect(sts.send(new AssumeRoleCommand({ ...assume, DurationSeconds: 1800 }))).rejects.toMatchObject(denied);
    await expect(sts.send(new AssumeRoleCommand({ ...assume, DurationSeconds: 900 }))).resolves.toBeDefined();
  });

  test.each([{ Policy: "{}" }, { Tags: [{ Key: "team", Value: "a" }] }, { SourceIdentity: "anna" }])(
    "refuses %j, which would otherwise be ignored",
    async (more) => {
      const call = cloud.clientFor(STSClient).send(new AssumeRoleCommand({ ...assume, ...more }));

      await expect(call).rejects.toThrow(`does not support ${Object.keys(more)[0]} of AssumeRole`);
    },
  );
});
