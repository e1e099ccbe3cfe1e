import {
  CreateLogGroupCommand,
  FilterLogEventsCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateEventBusCommand, PutPermissionCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { CreateTopicCommand, SetTopicAttributesCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFunction } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { accountId, bodiesIn, entry, makeQueue, makeRule, messagesIn, put, queueArn, region } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  await makeQueue(cloud, "dlq");
});
afterEach(() => cloud.close());

const DeadLetterConfig = { Arn: queueArn("dlq") };

async function errorCodes(): Promise<Array<string | undefined>> {
  return (await messagesIn(cloud, "dlq")).map(({ MessageAttributes }) => MessageAttributes?.ERROR_CODE?.StringValue);
}

describe("A CloudWatch Logs log group as a target", () => {
  const arn = `arn:aws:logs:${region}:${accountId}:log-group:/events/all:*`;

  async function makeLogGroup(actions = ["logs:CreateLogStream", "logs:PutLogEvents"]): Promise<void> {
    await cloud.logs.send(new CreateLogGroupCommand({ logGroupName: "/events/all" }));
    const Principal = { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] };
    const Statement = [{ Effect: "Allow", Principal, Action: actions, Resource: arn }];
    const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await cloud.logs.send(new PutResourcePolicyCommand({ policyName: "events", policyDocument }));
  }

  async function logged(): Promise<Array<string | undefined>> {
    const { events = [] } = await cloud.logs.send(new FilterLogEventsCommand({ logGroupName: "/events/all" }));
    return events.map(({ message }) => message);
  }

  test("gets each event as one line of JSON", async () => {
    await makeLogGroup();
    await makeRule(cloud, { targets: [{ Id: "log", Arn: arn.replace(":*", "") }] });

    const { Entries } = await put(cloud, entry(), entry());
    await cloud.clock.settle();

    const ids = (await logged()).map((line) => JSON.parse(line!).id);
    expect(ids.sort()).toEqual(Entries!.map(({ EventId }) => EventId).sort());
  });

  test("gets an input template's message at its timestamp", async () => {
    await makeLogGroup();
    const InputTransformer = {
      InputPathsMap: { time: "$.time", id: "$.detail.orderId" },
      InputTemplate: '{"timestamp": <time>, "message": "order <id>"}',
    };
    await makeRule(cloud, { targets: [{ Id: "log", Arn: arn, InputTransformer }] });

    await put(cloud);
    await cloud.clock.settle();

    expect(await logged()).toEqual(["order o-1"]);
  });

  test("without a resource policy gets nothing, and the dead-letter queue has the reason", async () => {
    await cloud.logs.send(new CreateLogGroupCommand({ logGroupName: "/events/all" }));
    await makeRule(cloud, { targets: [{ Id: "log", Arn: arn, DeadLetterConfig }] });

    await put(cloud);
    await cloud.clock.settle();

    expect(await logged()).toEqual([]);
    expect(await errorCodes()).toEqual(["NO_PERMISSIONS"]);
  });

  test("needs the permission to create its stream too", async () => {
    await makeLogGroup(["logs:PutLogEvents"]);
    await makeRule(cloud, { targets: [{ Id: "log", Arn: arn, DeadLetterConfig }] });

    await put(cloud);
    await cloud.clock.settle();

    expect(await errorCodes()).toEqual(["NO_PERMISSIONS"]);
  });
});

describe("Another event bus as a target", () => {
  const busArn = (name: string) => `arn:aws:events:${region}:${accountId}:event-bus/${name}`;

  async function makeBus(name: string, { open = true } = {}): Promise<void> {
    await cloud.events.send(new CreateEventBusCommand({ Name: name }));
    const Statement = [
      {
        Sid: "events",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "events:PutEvents",
        Resource: busArn(name),
      },
    ];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    if (open) await cloud.events.send(new PutPermissionCommand({ EventBusName: name, Policy }));
  }

  async function makeRole(statement: object | undefined, service = "events.amazonaws.com"): Promise<string> {
    const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const { Role } = await cloud.iam.send(new CreateRoleCommand({ RoleName: "forwarder", AssumeRolePolicyDocument }));
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    if (statement)
      await cloud.iam.send(new PutRolePolicyCommand({ RoleName: "forwarder", PolicyName: "own", PolicyDocument }));
    return Role!.Arn!;
  }

  test("gets the unchanged event, its id included", async () => {
    await makeBus("central");
    await makeRule(cloud, { targets: [{ Id: "bus", Arn: busArn("central") }] });
    await makeRule(cloud, { bus: "central", targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    const { Entries } = await put(cloud);
    await cloud.clock.settle();

    expect((await bodiesIn(cloud, "inbox")).map((body) => JSON.parse(body).id)).toEqual([Entries![0]!.EventId]);
  });

  test("under a role that may put events there needs no bus policy", async () => {
    await makeBus("central", { open: false });
    const RoleArn = await makeRole({ Effect: "Allow", Action: "events:PutEvents", Resource: busArn("central") });
    await makeRule(cloud, { targets: [{ Id: "bus", Arn: busArn("central"), RoleArn }] });
    await makeRule(cloud, { bus: "central", targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    await put(cloud);
    await cloud.clock.settle();

    expect(await bodiesIn(cloud, "inbox")).toHaveLength(1);
  });

  test("without policy or role gets nothing", async () => {
    await makeBus("central", { open: false });
    await makeRule(cloud, { targets: [{ Id: "bus", Arn: busArn("central"), DeadLetterConfig }] });

    await put(cloud);
    await cloud.clock.settle();

    expect(await errorCodes()).toEqual(["NO_PERMISSIONS"]);
  });

  test("under a role that does not trust EventBridge gets nothing", async () => {
    await makeBus("central");
    const statement = { Effect: "Allow", Action: "events:PutEvents", Resource: busArn("central") };
    const RoleArn = await makeRole(statement, "lambda.amazonaws.com");
    await makeRule(cloud, { targets: [{ Id: "bus", Arn: busArn("central"), RoleArn, DeadLetterConfig }] });

    await put(cloud);
    await cloud.clock.settle();

    expect(await errorCodes()).toEqual(["FAILED_TO_ASSUME_ROLE"]);
  });

  test("does not forward the event to a third bus", async () => {
    await makeBus("second");
    await makeBus("third");
    await makeRule(cloud, { targets: [{ Id: "bus", Arn: busArn("second") }] });
    await makeRule(cloud, { bus: "second", targets: [{ Id: "bus", Arn: busArn("third"), DeadLetterConfig }] });
    await makeRule(cloud, { bus: "third", targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    await put(cloud);
    await cloud.clock.settle();

    expect(await bodiesIn(cloud, "inbox")).toEqual([]);
    expect(await errorCodes()).toEqual(["THIRD_ACCOUNT_HOP_DETECTED"]);
  });
});

describe("A Lambda function as a target", () => {
  const functionArn = `arn:aws:lambda:${region}:${accountId}:function:greet`;
  const source = 'export const handler = async (event) => console.log("got " + JSON.stringify(event));';

  const allowRule = (SourceArn: string) =>
    cloud.lambda.send(
      new AddPermissionCommand({
        FunctionName: "greet",
        StatementId: "events",
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn,
      }),
    );

  async function received(): Promise<unknown[]> {
    const { events = [] } = await cloud.logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/greet", filterPattern: '"got "' }),
    );
    return events.map(({ message }) => JSON.parse(message!.slice(message!.indexOf("got ") + 4)));
  }

  test("gets the event if its policy lets the rule invoke it", async () => {
    await createFunction(cloud, "greet", source);
    await allowRule(await makeRule(cloud, { targets: [{ Id: "greet", Arn: functionArn }] }));

    const { Entries } = await put(cloud);
    await cloud.clock.settle();

    expect(await received()).toMatchObject([{ id: Entries![0]!.EventId, detail: { orderId: "o-1" } }]);
  });

  test("gets nothing for a rule that its policy does not name", async () => {
    await createFunction(cloud, "greet", source);
    await allowRule(`${await makeRule(cloud, { targets: [{ Id: "greet", Arn: functionArn, DeadLetterConfig }] })}-2`);

    await put(cloud);
    await cloud.clock.settle();

    expect(await errorCodes()).toEqual(["NO_PERMISSIONS"]);
  });

  test("that does not exist: the event goes to the dead-letter queue", async () => {
    await makeRule(cloud, { targets: [{ Id: "greet", Arn: functionArn, DeadLetterConfig }] });

    await put(cloud);
    await cloud.clock.settle();

    expect(await errorCodes()).toEqual(["NO_RESOURCE"]);
  });

  test("is not invoked with input that is not JSON", async () => {
    const InputTransformer = { InputTemplate: '"<aws.events.rule-name>"\n"and more"' };
    await makeRule(cloud, { targets: [{ Id: "greet", Arn: functionArn, DeadLetterConfig, InputTransformer }] });

    await put(cloud);
    await cloud.clock.settle();

    expect(await errorCodes()).toEqual(["INVALID_JSON"]);
  });
});

describe("An SNS topic as a target", () => {
  async function makeTopic({ open = true } = {}): Promise<string> {
    const { TopicArn } = await cloud.sns.send(new CreateTopicCommand({ Name: "news" }));
    const Principal = { Service: "events.amazonaws.com" };
    const Statement = [{ Sid: "events", Effect: "Allow", Principal, Action: "sns:Publish", Resource: TopicArn }];
    const AttributeValue = JSON.stringify({ Version: "2012-10-17", Statement });
    if (open)
      await cloud.sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }));
    const Endpoint = await makeQueue(cloud, "inbox", { service: "sns.amazonaws.com" });
    const Attributes = { RawMessageDelivery: "true" };
    await cloud.sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes }));
    return TopicArn!;
  }

  test("publishes the event to its subscribers", async () => {
    await makeRule(cloud, { targets: [{ Id: "news", Arn: await makeTopic() }] });

    const { Entries } = await put(cloud);
    await cloud.clock.settle();

    expect((await bodiesIn(cloud, "inbox")).map((body) => JSON.parse(body).id)).toEqual([Entries![0]!.EventId]);
  });

  test("whose policy lets only its owner publish gets nothing", async () => {
    await makeRule(cloud, { targets: [{ Id: "news", Arn: await makeTopic({ open: false }), DeadLetterConfig }] });

    await put(cloud);
    await cloud.clock.settle();

    expect(await bodiesIn(cloud, "inbox")).toEqual([]);
    expect(await errorCodes()).toEqual(["NO_PERMISSIONS"]);
  });
});

test("a rule delivers an event to each of its targets", async () => {
  const Arns = await Promise.all(["one", "two", "three"].map((name) => makeQueue(cloud, name)));
  await makeRule(cloud, { targets: Arns.map((Arn, at) => ({ Id: `target-${at}`, Arn })) });

  await put(cloud);
  await cloud.clock.settle();

  for (const name of ["one", "two", "three"]) expect(await bodiesIn(cloud, name), name).toHaveLength(1);
});
