import {
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { CreateTopicCommand, SetTopicAttributesCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MemoryStore } from "../../../core/memory-store.ts";
import { createFunction, invoke, startTestCloud, type TestCloud } from "../../../testing/index.ts";
import {
  alarmHistory,
  alarmState,
  describeAlarm,
  minute,
  putAlarm,
  putMathAlarm,
  record,
  sumOf,
} from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const alarmArn = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:payments-refused";

describe("an alarm's actions", () => {
  const AlarmActions = ["arn:aws:sns:us-east-1:000000000000:nobody"];

  async function topicWithInbox(Policy: object) {
    const { TopicArn } = await cloud.sns.send(new CreateTopicCommand({ Name: "operators" }));
    const { QueueUrl } = await cloud.sqs.send(
      new CreateQueueCommand({
        QueueName: "inbox",
        Attributes: { Policy: JSON.stringify(allow("sns.amazonaws.com", "sqs:SendMessage", TopicArn!)) },
      }),
    );
    await cloud.sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: "sqs",
        Endpoint: "arn:aws:sqs:us-east-1:000000000000:inbox",
        Attributes: { RawMessageDelivery: "true" },
      }),
    );
    await cloud.sns.send(
      new SetTopicAttributesCommand({
        TopicArn,
        AttributeName: "Policy",
        AttributeValue: JSON.stringify(Policy),
      }),
    );
    return { TopicArn: TopicArn!, QueueUrl: QueueUrl! };
  }

  function allow(Service: string, Action: string, sourceArn: string): object {
    const Condition = { ArnEquals: { "aws:SourceArn": sourceArn } };
    return {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service }, Action, Resource: "*", Condition }],
    };
  }

  test("notify a topic whose policy allows this alarm", async () => {
    const { TopicArn, QueueUrl } = await topicWithInbox(allow("cloudwatch.amazonaws.com", "sns:Publish", alarmArn));
    await putAlarm(cloud, { AlarmActions: [TopicArn] });
    record(cloud, 3);
    await cloud.clock.settle(minute);

    const { Messages } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl }));

    expect(await alarmHistory(cloud, "Action")).toEqual([`Successfully executed action ${TopicArn}`]);
    expect(JSON.parse(Messages![0]!.Body!)).toMatchObject({
      AlarmName: "payments-refused",
      AlarmArn: alarmArn,
      OldStateValue: "INSUFFICIENT_DATA",
      NewStateValue: "ALARM",
      StateChangeTime: "2026-01-01T12:01:00.000+0000",
      Trigger: { MetricName: "PaymentsRefused", Statistic: "SUM", Threshold: 2, TreatMissingData: "missing" },
    });
  });

  test("fail on a topic whose policy allows only another alarm", async () => {
    const { TopicArn } = await topicWithInbox(allow("cloudwatch.amazonaws.com", "sns:Publish", `${alarmArn}-2`));
    await putAlarm(cloud, { AlarmActions: [TopicArn] });
    record(cloud, 3);
    await cloud.clock.settle(minute);

    expect((await alarmHistory(cloud, "Action"))[0]).toContain(`Failed to execute action ${TopicArn}`);
  });

  test("that fail are recorded in its history", async () => {
    await putAlarm(cloud, { AlarmActions });
    record(cloud, 3);
    await cloud.clock.advance(minute);

    const [action] = await alarmHistory(cloud, "Action");

    expect(action).toContain(`Failed to execute action ${AlarmActions[0]}. Received error: `);
  });

  test("run on SetAlarmState, until the data decides again", async () => {
    await putAlarm(cloud, { AlarmActions, TreatMissingData: "notBreaching" });
    await cloud.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: "payments-refused", StateValue: "ALARM", StateReason: "a drill" }),
    );

    expect(await describeAlarm(cloud)).toMatchObject({ StateValue: "ALARM", StateReason: "a drill" });
    await cloud.clock.settle();
    expect(await alarmState(cloud)).toBe("OK");
    expect(await alarmHistory(cloud, "Action")).toHaveLength(1);
  });

  test("do not run while they are disabled", async () => {
    const AlarmNames = ["payments-refused"];
    await putAlarm(cloud, { AlarmActions });
    await cloud.cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
    record(cloud, 3);
    await cloud.clock.advance(minute);

    expect(await describeAlarm(cloud)).toMatchObject({ StateValue: "ALARM", ActionsEnabled: false });
    expect(await alarmHistory(cloud, "Action")).toEqual([]);

    await cloud.cloudwatch.send(new EnableAlarmActionsCommand({ AlarmNames }));
    expect((await describeAlarm(cloud)).ActionsEnabled).toBe(true);
  });
});

/** "Invoke a Lambda function from an alarm", Event object sent from CloudWatch to Lambda. */
describe("an alarm's function", () => {
  const keepLast = "let last; export const handler = async (event) => (event.last ? last : void (last = event));";
  const received = async () => (await invoke(cloud, "on-call", { last: true })).payload;
  const permit = (SourceArn = alarmArn) =>
    cloud.lambda.send(
      new AddPermissionCommand({
        FunctionName: "on-call",
        StatementId: "alarm",
        Action: "lambda:InvokeFunction",
        Principal: "lambda.alarms.cloudwatch.amazonaws.com",
        SourceArn,
        SourceAccount: "000000000000",
      }),
    );

  test("gets the alarm's old and new state and what it watches", async () => {
    const action = await createFunction(cloud, "on-call", keepLast);
    await permit();
    await putAlarm(cloud, {
      AlarmActions: [action],
      AlarmDescription: "Too many cards are refused",
      Dimensions: [{ Name: "Flight", Value: "FLIGHT001" }],
    });
    cloud.account.metric({
      namespace: "Aircraft",
      name: "PaymentsRefused",
      dimensions: { Flight: "FLIGHT001" },
      value: 3,
    });
    await cloud.clock.advance(minute);

    expect(await alarmHistory(cloud, "Action")).toEqual([`Successfully executed action ${action}`]);
    expect(await received()).toEqual({
      source: "aws.cloudwatch",
      alarmArn,
      accountId: "000000000000",
      time: "2026-01-01T12:01:00.000+0000",
      region: "us-east-1",
      alarmData: {
        alarmName: "payments-refused",
        state: {
          value: "ALARM",
          reason: expect.stringContaining("Threshold Crossed"),
          reasonData: expect.stringContaining('"recentDatapoints":[3]'),
          timestamp: "2026-01-01T12:01:00.000+0000",
        },
        previousState: {
          value: "INSUFFICIENT_DATA",
          reason: "Unchecked: Initial alarm creation",
          timestamp: "2026-01-01T12:00:00.000+0000",
        },
        configuration: {
          description: "Too many cards are refused",
          metrics: [
            {
              id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
              metricStat: {
                metric: { namespace: "Aircraft", name: "PaymentsRefused", dimensions: { Flight: "FLIGHT001" } },
                period: 60,
                stat: "Sum",
              },
              returnData: true,
            },
          ],
        },
      },
    });
  });

  test("gets the queries of an alarm on metric math", async () => {
    const action = await createFunction(cloud, "on-call", keepLast);
    await permit();
    const math = { Id: "all", Expression: "refused * 2", Label: "Twice" };
    await putMathAlarm(cloud, [sumOf("refused", "PaymentsRefused"), math]);
    await putAlarm(cloud, {
      ...{ MetricName: undefined, Namespace: undefined, Period: undefined, Statistic: undefined },
      Metrics: [sumOf("refused", "PaymentsRefused"), math],
      AlarmActions: [action],
    });
    record(cloud, 3);
    await cloud.clock.advance(minute);

    expect((await received()).alarmData.configuration.metrics).toEqual([
      {
        id: "refused",
        metricStat: {
          metric: { namespace: "Aircraft", name: "PaymentsRefused", dimensions: {} },
          period: 60,
          stat: "Sum",
        },
        returnData: false,
      },
      { id: "all", expression: "refused * 2", label: "Twice", returnData: true },
    ]);
  });

  test("does not run without a permission for this alarm", async () => {
    const action = await createFunction(cloud, "on-call", keepLast);
    await permit(`${alarmArn}-2`);
    await putAlarm(cloud, { AlarmActions: [action] });
    record(cloud, 3);
    await cloud.clock.settle();

    expect((await alarmHistory(cloud, "Action"))[0]).toContain(`Failed to execute action ${action}`);
    expect(await received()).toBeNull();
  });

  test("is tried again while Lambda cannot be reached, also after a restart", async () => {
    const store = new MemoryStore();
    await cloud.close();
    cloud = await startTestCloud({ store });
    const action = await createFunction(cloud, "on-call", keepLast);
    await permit();
    await putAlarm(cloud, { AlarmActions: [action] });
    cloud.faults.add({ kind: "refuse", call: "lambda.Invoke" });
    record(cloud, 3);
    await cloud.clock.advance(2 * minute);
    expect(await alarmHistory(cloud, "Action"), "neither done nor failed").toEqual([]);
    await cloud.close();

    cloud = await startTestCloud({ store });
    await cloud.clock.settle();
    expect(await alarmHistory(cloud, "Action")).toEqual([`Successfully executed action ${action}`]);
  });
});

/** "Alarm events and EventBridge", Alarm state change events. */
test("a change of an alarm's state is an event on the default bus", async () => {
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" },
    ],
  });
  const { QueueUrl } = await cloud.sqs.send(new CreateQueueCommand({ QueueName: "inbox", Attributes: { Policy } }));
  const EventPattern = JSON.stringify({
    source: ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    detail: { state: { value: ["ALARM"] } },
  });
  await cloud.events.send(new PutRuleCommand({ Name: "alarms", EventPattern }));
  const Targets = [{ Id: "inbox", Arn: "arn:aws:sqs:us-east-1:000000000000:inbox" }];
  await cloud.events.send(new PutTargetsCommand({ Rule: "alarms", Targets }));
  await putAlarm(cloud);
  record(cloud, 3);
  await cloud.clock.settle();

  const { Messages = [] } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages.map(({ Body }) => JSON.parse(Body!))).toEqual([
    {
      version: "0",
      id: expect.any(String),
      "detail-type": "CloudWatch Alarm State Change",
      source: "aws.cloudwatch",
      account: "000000000000",
      time: "2026-01-01T12:01:00Z",
      region: "us-east-1",
      resources: [alarmArn],
      detail: {
        alarmName: "payments-refused",
        configuration: { metrics: [expect.objectContaining({ returnData: true })] },
        previousState: expect.objectContaining({ value: "INSUFFICIENT_DATA" }),
        state: expect.objectContaining({ value: "ALARM", timestamp: "2026-01-01T12:01:00.000+0000" }),
      },
    },
  ]);
});
