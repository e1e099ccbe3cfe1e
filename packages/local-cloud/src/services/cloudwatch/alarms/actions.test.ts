import {
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { CreateTopicCommand, SetTopicAttributesCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { alarmHistory, alarmState, describeAlarm, minute, putAlarm, record } from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

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

  const alarmArn = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:payments-refused";

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
