import { EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, PutRolePolicyCommand, TagRoleCommand } from "@aws-sdk/client-iam";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import type { Principal } from "../../core/principal.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";

const queueArn = "arn:aws:sqs:us-east-1:000000000000:inbox";
const sessionArn = "arn:aws:sts::000000000000:assumed-role/charge/payment-charge";

async function cloudWithRole(statement?: object): Promise<TestCloud> {
  const cloud = await startTestCloud();
  const AssumeRolePolicyDocument = document({
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
  });
  await cloud.iam.send(new CreateRoleCommand({ RoleName: "charge", AssumeRolePolicyDocument }));
  if (statement) {
    await cloud.iam.send(
      new PutRolePolicyCommand({ RoleName: "charge", PolicyName: "p", PolicyDocument: document(statement) }),
    );
  }
  return cloud;
}

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

async function createQueue(cloud: TestCloud, statement?: object): Promise<string> {
  const Attributes = statement && { Policy: document({ Action: "sqs:SendMessage", Resource: queueArn, ...statement }) };
  const { QueueUrl } = await cloud.sqs.send(new CreateQueueCommand({ QueueName: "inbox", Attributes }));
  return QueueUrl!;
}

function asRole(cloud: TestCloud): SQSClient {
  const session = {
    kind: "role",
    accountId: cloud.account.id,
    roleName: "charge",
    sessionName: "payment-charge",
  } as const;
  return cloud.clientFor(SQSClient, cloud.account.credentialsFor(session));
}

const asRule = (sourceArn: string): Principal => ({
  kind: "service",
  service: "events.amazonaws.com",
  sourceArn,
  sourceAccount: "000000000000",
});

function sendAs(cloud: TestCloud, principal: Principal, QueueUrl: string): Promise<unknown> {
  return cloud.account.call({
    service: "sqs",
    operation: "SendMessage",
    input: { QueueUrl, MessageBody: "m" },
    principal,
  });
}

test("a queue's policy allows a role that has no policy itself", async () => {
  await using cloud = await cloudWithRole();
  const QueueUrl = await createQueue(cloud, {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::000000000000:role/charge" },
  });

  await expect(asRole(cloud).send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }))).resolves.toBeDefined();
});

test("without a policy on either side, the message names the missing identity policy", async () => {
  await using cloud = await cloudWithRole();
  const QueueUrl = await createQueue(cloud);

  await expect(asRole(cloud).send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }))).rejects.toMatchObject({
    message: `User: ${sessionArn} is not authorized to perform: sqs:sendmessage on resource: ${queueArn} because no identity-based policy allows the sqs:sendmessage action`,
  });
});

test("a queue's deny wins over the role's allow, and applies to the administrator", async () => {
  await using cloud = await cloudWithRole({ Effect: "Allow", Action: "sqs:*", Resource: "*" });
  const QueueUrl = await createQueue(cloud, { Effect: "Deny", Principal: "*" });
  const send = (client: SQSClient) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));

  await expect(send(asRole(cloud))).rejects.toMatchObject({
    message: `User: ${sessionArn} is not authorized to perform: sqs:sendmessage on resource: ${queueArn} with an explicit deny in a resource-based policy`,
  });
  await expect(send(cloud.sqs)).rejects.toMatchObject({ message: expect.stringContaining("explicit deny") });
});

test("a service is allowed only by the queue's policy, and only for the source named there", async () => {
  await using cloud = await cloudWithRole();
  const rule = "arn:aws:events:us-east-1:000000000000:rule/AircraftBookingBus/BookingCreatedRule";
  const QueueUrl = await createQueue(cloud, {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Condition: { ArnEquals: { "aws:SourceArn": rule }, StringEquals: { "aws:SourceAccount": "000000000000" } },
  });

  await expect(sendAs(cloud, asRule(rule), QueueUrl)).resolves.toBeDefined();
  await expect(sendAs(cloud, asRule(`${rule}2`), QueueUrl)).rejects.toMatchObject({
    message: `User: events.amazonaws.com is not authorized to perform: sqs:sendmessage on resource: ${queueArn} because no resource-based policy allows the sqs:sendmessage action`,
  });
});

test("a deny for everyone except AWS services does not apply to the services", async () => {
  await using cloud = await cloudWithRole();
  const QueueUrl = await createQueue(cloud, {
    Effect: "Deny",
    Principal: "*",
    Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
  });

  await expect(sendAs(cloud, { kind: "account", accountId: "000000000000" }, QueueUrl)).rejects.toThrow(
    "explicit deny",
  );
  // Not denied, but nothing allows it either.
  await expect(sendAs(cloud, asRule("arn:aws:events:x:0:rule/r"), QueueUrl)).rejects.toThrow(
    "no resource-based policy",
  );
});

test("a deleted role is allowed nothing", async () => {
  await using cloud = await cloudWithRole();
  const session = { kind: "role", accountId: cloud.account.id, roleName: "gone", sessionName: "s" } as const;
  const client = cloud.clientFor(EventBridgeClient, cloud.account.credentialsFor(session));

  await expect(client.send(new ListRulesCommand({}))).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining("because no identity-based policy allows the events:ListRules action"),
  });
});

test("a policy can require a tag on the role", async () => {
  await using cloud = await cloudWithRole({
    Effect: "Allow",
    Action: "sqs:SendMessage",
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalTag/team": "payment" } },
  });
  const QueueUrl = await createQueue(cloud);
  const send = () => asRole(cloud).send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));

  await expect(send()).rejects.toThrow("not authorized");
  await cloud.iam.send(new TagRoleCommand({ RoleName: "charge", Tags: [{ Key: "team", Value: "payment" }] }));

  await expect(send()).resolves.toBeDefined();
});
