import { PutEventsCommand, PutPermissionCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AddPermissionCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFunction, startTestCloud, type TestCloud } from "../../testing/index.ts";

/** "Changes that I make are not always immediately visible", IAM User Guide. */

const spreadMs = 5000;
const tries = 40;
let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const slowly = (scope: object = {}) => cloud.faults.add({ kind: "eventual", ...scope });
const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

/** Calls forty times, and returns how often the call was allowed. */
async function allowed(call: () => Promise<unknown>): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: tries }, call));
  return outcomes.filter(({ status }) => status === "fulfilled").length;
}

/** Some of forty, but not all. */
function expectSome(count: number): void {
  expect(count).toBeGreaterThan(5);
  expect(count).toBeLessThan(35);
}

describe("a role that changes slowly", () => {
  const trust = (Service: string) => document({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" });
  const mayAssume = (AWS: string) => document({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" });
  const createRole = () =>
    cloud.iam.send(
      new CreateRoleCommand({ RoleName: "charge", AssumeRolePolicyDocument: trust("lambda.amazonaws.com") }),
    );
  const putPolicy = () =>
    cloud.iam.send(
      new PutRolePolicyCommand({
        RoleName: "charge",
        PolicyName: "send",
        PolicyDocument: document({ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }),
      }),
    );
  async function sender(): Promise<() => Promise<unknown>> {
    const { QueueUrl } = await cloud.sqs.send(new CreateQueueCommand({ QueueName: "inbox" }));
    const session = { kind: "role", accountId: cloud.account.id, roleName: "charge", sessionName: "s" } as const;
    const client = cloud.clientFor(SQSClient, cloud.account.credentialsFor(session));
    return () => client.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
  }

  test("has its new policy for some calls, and for all of them afterwards", async () => {
    await createRole();
    const send = await sender();
    slowly();
    await putPolicy();

    expectSome(await allowed(send));
    await cloud.clock.advance(spreadMs);
    expect(await allowed(send)).toBe(tries);
  });

  test("still has a deleted policy for some calls", async () => {
    await createRole();
    await putPolicy();
    const send = await sender();
    slowly();
    await cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: "charge", PolicyName: "send" }));

    expectSome(await allowed(send));
    await cloud.clock.advance(spreadMs);
    expect(await allowed(send)).toBe(0);
  });

  test("cannot always be assumed while it is new or its trust is", async () => {
    const RoleArn = "arn:aws:iam::000000000000:role/charge";
    const assume = () => cloud.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "session" }));
    slowly();
    await createRole();
    await cloud.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: "charge", PolicyDocument: mayAssume("000000000000") }),
    );

    const early = await allowed(assume);
    expect(early).toBeGreaterThan(0);
    expect(early).toBeLessThan(30);
    await cloud.clock.advance(spreadMs);
    expect(await allowed(assume)).toBe(tries);
  });

  test("is described as it will be, and is gone at once for those who ask", async () => {
    slowly();
    await createRole();
    expect((await cloud.iam.send(new GetRoleCommand({ RoleName: "charge" }))).Role).toMatchObject({
      RoleName: "charge",
    });

    await cloud.iam.send(new DeleteRoleCommand({ RoleName: "charge" }));
    await expect(cloud.iam.send(new GetRoleCommand({ RoleName: "charge" }))).rejects.toThrow();
  });

  test("changes at once if the fault names a rule", async () => {
    await createRole();
    const send = await sender();
    slowly({ rule: "*" });
    await putPolicy();

    expect(await allowed(send)).toBe(tries);
  });
});

test("a permission on a function is in effect for some calls while it is new or removed", async () => {
  const arn = await createFunction(cloud, "charge", "export const handler = async () => {};");
  const permission = {
    FunctionName: "charge",
    StatementId: "rule",
    Action: "lambda:InvokeFunction",
    Principal: "events.amazonaws.com",
  };
  const principal = { kind: "service", service: "events.amazonaws.com", sourceArn: "a", sourceAccount: "b" } as const;
  const input = { FunctionName: arn, InvocationType: "DryRun" };
  const invoke = () => cloud.account.call({ service: "lambda", operation: "Invoke", input, principal });
  slowly({ function: "charge" });
  await cloud.lambda.send(new AddPermissionCommand(permission));

  expectSome(await allowed(invoke));
  await cloud.clock.advance(spreadMs);
  expect(await allowed(invoke)).toBe(tries);

  await cloud.lambda.send(new RemovePermissionCommand({ FunctionName: "charge", StatementId: "rule" }));
  expectSome(await allowed(invoke));
  await cloud.clock.advance(spreadMs);
  expect(await allowed(invoke)).toBe(0);
});

test("a bus's policy is in effect for some entries while it is new", async () => {
  const Resource = "arn:aws:events:us-east-1:000000000000:event-bus/default";
  const Policy = document({ Effect: "Deny", Principal: "*", Action: "events:PutEvents", Resource });
  slowly({ bus: "default" });
  await cloud.events.send(new PutPermissionCommand({ Policy }));
  const putEvent = async () => {
    const Entries = [{ Source: "shop", DetailType: "OrderPlaced", Detail: "{}" }];
    if ((await cloud.events.send(new PutEventsCommand({ Entries }))).FailedEntryCount) throw new Error("denied");
  };

  expectSome(await allowed(putEvent));
  await cloud.clock.advance(spreadMs);
  expect(await allowed(putEvent)).toBe(0);
});
