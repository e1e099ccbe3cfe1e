import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  type MetricDataQuery,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { CreateTopicCommand, SetTopicAttributesCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MemoryStore } from "../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";

const minute = 60_000;
let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

/** More than two payments refused in a minute, unless told. */
function putAlarm(more: Partial<PutMetricAlarmCommandInput> = {}) {
  return cloud.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "payments-refused",
      Namespace: "Aircraft",
      MetricName: "PaymentsRefused",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 2,
      ComparisonOperator: "GreaterThanThreshold",
      ...more,
    }),
  );
}

function note(value: number, name = "PaymentsRefused", namespace = "Aircraft"): void {
  cloud.account.metric({ namespace, name, dimensions: {}, value });
}

async function describeAlarm(AlarmName = "payments-refused") {
  const { MetricAlarms } = await cloud.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }));
  return MetricAlarms![0]!;
}

async function state(): Promise<string | undefined> {
  return (await describeAlarm()).StateValue;
}

async function history(HistoryItemType?: "Action" | "StateUpdate" | "ConfigurationUpdate"): Promise<string[]> {
  const { AlarmHistoryItems } = await cloud.cloudwatch.send(
    new DescribeAlarmHistoryCommand({ AlarmName: "payments-refused", HistoryItemType, ScanBy: "TimestampAscending" }),
  );
  return AlarmHistoryItems!.map(({ HistorySummary }) => HistorySummary!);
}

describe("an alarm", () => {
  test("begins without data", async () => {
    await putAlarm();

    expect(await describeAlarm()).toMatchObject({
      AlarmArn: "arn:aws:cloudwatch:us-east-1:000000000000:alarm:payments-refused",
      ActionsEnabled: true,
      StateValue: "INSUFFICIENT_DATA",
      StateReason: "Unchecked: Initial alarm creation",
    });
  });

  test("goes off at the end of the minute in which the threshold was crossed", async () => {
    await putAlarm();
    note(3);

    await cloud.clock.advance(minute - 1);
    expect(await state()).toBe("INSUFFICIENT_DATA");

    await cloud.clock.advance(1);
    expect(await describeAlarm()).toMatchObject({
      StateValue: "ALARM",
      StateReason:
        "Threshold Crossed: 1 out of the last 1 datapoints [3.0 (01/01/26 12:00:00)] was greater than " +
        "the threshold (2.0) (minimum 1 datapoint for OK -> ALARM transition).",
    });
  });

  test("stays calm at the threshold itself", async () => {
    await putAlarm();
    note(2);

    await cloud.clock.advance(minute);

    expect(await state()).toBe("OK");
  });

  test("returns when newer data is fine", async () => {
    await putAlarm();
    note(3);
    await cloud.clock.advance(minute);
    note(1);
    await cloud.clock.advance(minute);

    expect(await state()).toBe("OK");
    expect(await history("StateUpdate")).toEqual([
      "Alarm updated from INSUFFICIENT_DATA to ALARM",
      "Alarm updated from ALARM to OK",
    ]);
  });

  test.each([
    ["missing", "INSUFFICIENT_DATA"],
    ["notBreaching", "OK"],
    ["breaching", "ALARM"],
    ["ignore", "ALARM"],
  ])("once its data has gone by, and missing data is %s, is in %s", async (TreatMissingData, expected) => {
    await putAlarm({ TreatMissingData });
    note(3);

    await cloud.clock.settle();

    expect(await state()).toBe(expected);
  });

  test("wants as many periods as it is told", async () => {
    await putAlarm({ EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: "notBreaching" });
    note(3);
    await cloud.clock.advance(minute);
    expect(await state()).toBe("OK");

    note(3);
    await cloud.clock.advance(minute);
    expect(await state()).toBe("ALARM");
  });

  test("watches a level that does not change", async () => {
    const level = {
      Namespace: "AWS/SQS",
      MetricName: "ApproximateNumberOfMessagesVisible",
      Statistic: "Maximum" as const,
    };
    await putAlarm({ ...level, Threshold: 0, Period: 300, TreatMissingData: "notBreaching" });
    note(1, level.MetricName, level.Namespace);

    await cloud.clock.advance(6 * 60 * minute);
    expect(await state()).toBe("ALARM");

    note(0, level.MetricName, level.Namespace);
    await cloud.clock.advance(10 * minute);
    expect(await state()).toBe("OK");
  });

  test("can watch metric math", async () => {
    const stat = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric: { Namespace: "Aircraft", MetricName }, Period: 60, Stat: "Sum" },
    });
    await putAlarm({
      Namespace: undefined,
      MetricName: undefined,
      Statistic: undefined,
      Period: undefined,
      Threshold: 50,
      Metrics: [
        stat("refused", "PaymentsRefused"),
        stat("all", "Payments"),
        { Id: "rate", Expression: "100 * FILL(refused, 0) / all", Label: "Refused, per cent" },
      ],
    });
    note(4, "Payments");
    note(1);
    await cloud.clock.advance(minute);
    expect(await state()).toBe("OK");

    note(4, "Payments");
    note(3);
    await cloud.clock.advance(minute);
    expect(await state()).toBe("ALARM");
  });

  test("lets an account come to rest", async () => {
    await putAlarm({ Period: 300, EvaluationPeriods: 12 });
    note(3);

    const before = cloud.clock.now();
    await cloud.clock.settle();

    expect(cloud.clock.now() - before).toBeLessThanOrEqual(15 * 5 * minute);
    expect(await state()).toBe("INSUFFICIENT_DATA");
  });

  test("is evaluated again after a restart", async () => {
    const store = new MemoryStore();
    await cloud.close();
    cloud = await startTestCloud({ store });
    await putAlarm();
    note(3);
    await cloud.close();

    cloud = await startTestCloud({ store });
    await cloud.clock.advance(minute);

    expect(await state()).toBe("ALARM");
  });
});

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

  test("notify a topic that lets this alarm publish", async () => {
    const { TopicArn, QueueUrl } = await topicWithInbox(allow("cloudwatch.amazonaws.com", "sns:Publish", alarmArn));
    await putAlarm({ AlarmActions: [TopicArn] });
    note(3);
    await cloud.clock.settle(minute);

    const { Messages } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl }));

    expect(await history("Action")).toEqual([`Successfully executed action ${TopicArn}`]);
    expect(JSON.parse(Messages![0]!.Body!)).toMatchObject({
      AlarmName: "payments-refused",
      AlarmArn: alarmArn,
      OldStateValue: "INSUFFICIENT_DATA",
      NewStateValue: "ALARM",
      StateChangeTime: "2026-01-01T12:01:00.000+0000",
      Trigger: { MetricName: "PaymentsRefused", Statistic: "SUM", Threshold: 2, TreatMissingData: "missing" },
    });
  });

  test("do not get past a topic that lets another alarm publish", async () => {
    const { TopicArn } = await topicWithInbox(allow("cloudwatch.amazonaws.com", "sns:Publish", `${alarmArn}-2`));
    await putAlarm({ AlarmActions: [TopicArn] });
    note(3);
    await cloud.clock.settle(minute);

    expect((await history("Action"))[0]).toContain(`Failed to execute action ${TopicArn}`);
  });

  test("that fail are told in its history", async () => {
    await putAlarm({ AlarmActions });
    note(3);
    await cloud.clock.advance(minute);

    const [action] = await history("Action");

    expect(action).toContain(`Failed to execute action ${AlarmActions[0]}. Received error: `);
  });

  test("are tried by SetAlarmState, after which the data decides again", async () => {
    await putAlarm({ AlarmActions, TreatMissingData: "notBreaching" });
    await cloud.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: "payments-refused", StateValue: "ALARM", StateReason: "a drill" }),
    );

    expect(await describeAlarm()).toMatchObject({ StateValue: "ALARM", StateReason: "a drill" });
    await cloud.clock.settle();
    expect(await state()).toBe("OK");
    expect(await history("Action")).toHaveLength(1);
  });

  test("rest while they are disabled", async () => {
    const AlarmNames = ["payments-refused"];
    await putAlarm({ AlarmActions });
    await cloud.cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
    note(3);
    await cloud.clock.advance(minute);

    expect(await describeAlarm()).toMatchObject({ StateValue: "ALARM", ActionsEnabled: false });
    expect(await history("Action")).toEqual([]);

    await cloud.cloudwatch.send(new EnableAlarmActionsCommand({ AlarmNames }));
    expect((await describeAlarm()).ActionsEnabled).toBe(true);
  });
});

describe("the list of alarms", () => {
  test("is searched by prefix, state and metric", async () => {
    await putAlarm();
    await putAlarm({ AlarmName: "orders", MetricName: "Orders" });
    const names = async (input: object) =>
      (await cloud.cloudwatch.send(new DescribeAlarmsCommand(input))).MetricAlarms!.map(({ AlarmName }) => AlarmName);
    const onMetric = await cloud.cloudwatch.send(
      new DescribeAlarmsForMetricCommand({ Namespace: "Aircraft", MetricName: "Orders" }),
    );

    expect(await names({})).toEqual(["orders", "payments-refused"]);
    expect(await names({ AlarmNamePrefix: "pay" })).toEqual(["payments-refused"]);
    expect(await names({ StateValue: "ALARM" })).toEqual([]);
    expect(onMetric.MetricAlarms!.map(({ AlarmName }) => AlarmName)).toEqual(["orders"]);
  });

  test("comes in pages", async () => {
    for (const AlarmName of ["a", "b", "c"]) await putAlarm({ AlarmName });

    const first = await cloud.cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 2 }));
    const second = await cloud.cloudwatch.send(
      new DescribeAlarmsCommand({ MaxRecords: 2, NextToken: first.NextToken }),
    );

    expect([first, second].map(({ MetricAlarms }) => MetricAlarms!.length)).toEqual([2, 1]);
    expect(second.NextToken).toBeUndefined();
  });

  test("forgets what is deleted, and deleting twice is no error", async () => {
    await putAlarm();
    for (let time = 0; time < 2; time++) {
      await cloud.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ["payments-refused"] }));
    }
    note(3);
    await cloud.clock.settle();

    expect((await cloud.cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms).toEqual([]);
    expect(await history()).toEqual(['Alarm "payments-refused" created', 'Alarm "payments-refused" deleted']);
  });
});

describe("PutMetricAlarm refuses", () => {
  test.each<[string, Partial<PutMetricAlarmCommandInput>, string]>([
    ["a period that is no multiple of a minute", { Period: 90 }, "must be a multiple of 60"],
    [
      "an unknown comparison",
      { ComparisonOperator: "Above" as never },
      "at 'comparisonOperator' failed to satisfy constraint",
    ],
    ["an unknown treatment of missing data", { TreatMissingData: "fine" }, "at 'treatMissingData'"],
    ["no statistic", { Statistic: undefined }, "Exactly one of Statistic and ExtendedStatistic"],
    ["no threshold", { Threshold: undefined }, "The parameter Threshold is required."],
    [
      "more data points than periods",
      { DatapointsToAlarm: 2 },
      "DatapointsToAlarm must be less than or equal to EvaluationPeriods",
    ],
    ["more than a day", { EvaluationPeriods: 1441 }, "Metrics cannot be checked across more than a day"],
    ["an action that is no ARN", { AlarmActions: ["my-topic"] }, "Invalid arn syntax: my-topic"],
  ])("%s", async (_name, change, message) => {
    await expect(putAlarm(change)).rejects.toThrow(message);
  });

  /** "Create an alarm based on a metric math expression": it has to be computable, and make one time series. */
  test.each([
    ["FOO(paid)", "The local cloud does not have the function FOO."],
    ["paid + other", "There is no query with the id other."],
    ["METRICS()", "it must make a single time series."],
    ["total - 1", "The expression 'total' refers to itself."],
    ["paid +", "Unexpected end of expression."],
  ])("the expression %s", async (Expression, message) => {
    const metric = (Id: string, MetricName: string): MetricDataQuery => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric: { Namespace: "Aircraft", MetricName }, Period: 60, Stat: "Sum" },
    });
    const putExpression = (total: string) => {
      const Metrics = [{ Id: "total", Expression: total }, metric("paid", "Paid"), metric("failed", "Failed")];
      const none = { MetricName: undefined, Namespace: undefined, Period: undefined, Statistic: undefined };
      return putAlarm({ ...none, Dimensions: undefined, Metrics });
    };

    await expect(putExpression(Expression)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(message),
    });
    await expect(putExpression("SUM(METRICS()) / FILL(paid, 1)")).resolves.toBeDefined();
  });

  test("an alarm that is not there, with the code that SDKs know", async () => {
    const setting = cloud.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: "none", StateValue: "OK", StateReason: "x" }),
    );

    await expect(setting).rejects.toMatchObject({ name: "ResourceNotFound" });
  });
});
