import {
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type HistoryItemType,
  type MetricDataQuery,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import type { TestCloud } from "../../../testing/index.ts";

export const minute = 60_000;

/** Puts the alarm "payments-refused". By default it goes off at more than two refused payments in a minute. */
export function putAlarm(cloud: TestCloud, changes: Partial<PutMetricAlarmCommandInput> = {}) {
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
      ...changes,
    }),
  );
}

/** Puts the same alarm on metric math. */
export function putMathAlarm(cloud: TestCloud, Metrics: MetricDataQuery[], Threshold?: number) {
  const none = { MetricName: undefined, Namespace: undefined, Period: undefined, Statistic: undefined };
  return putAlarm(cloud, { ...none, Metrics, ...(Threshold !== undefined && { Threshold }) });
}

/** A query for a metric's sum by minute, which itself returns no data. */
export function sumOf(Id: string, MetricName: string): MetricDataQuery {
  return {
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: "Aircraft", MetricName }, Period: 60, Stat: "Sum" },
  };
}

export function record(cloud: TestCloud, value: number, name = "PaymentsRefused", namespace = "Aircraft"): void {
  cloud.account.metric({ namespace, name, dimensions: {}, value });
}

export async function describeAlarm(cloud: TestCloud, AlarmName = "payments-refused") {
  const { MetricAlarms } = await cloud.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }));
  return MetricAlarms![0]!;
}

export async function alarmState(cloud: TestCloud): Promise<string | undefined> {
  return (await describeAlarm(cloud)).StateValue;
}

/** Summaries of the alarm's history, oldest first. */
export async function alarmHistory(cloud: TestCloud, HistoryItemType?: HistoryItemType): Promise<string[]> {
  const { AlarmHistoryItems } = await cloud.cloudwatch.send(
    new DescribeAlarmHistoryCommand({ AlarmName: "payments-refused", HistoryItemType, ScanBy: "TimestampAscending" }),
  );
  return AlarmHistoryItems!.map(({ HistorySummary }) => HistorySummary!);
}
