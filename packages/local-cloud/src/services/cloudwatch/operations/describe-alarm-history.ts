import type { DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import type { HistoryItem } from "../alarms/history.ts";
import { integer, oneOf } from "../errors.ts";
import { page } from "../page.ts";
import type { CloudWatchState } from "../state.ts";

const itemTypes = ["ConfigurationUpdate", "StateUpdate", "Action"] as const;

export function describeAlarmHistory({
  history,
}: CloudWatchState): Operation<Wire<DescribeAlarmHistoryInput>, Wire<DescribeAlarmHistoryOutput>> {
  return (input, { authorize }) => {
    authorize({ action: "cloudwatch:DescribeAlarmHistory", resource: "*" });
    oneOf(input.HistoryItemType, itemTypes, "historyItemType");
    const oldestFirst =
      oneOf(input.ScanBy, ["TimestampDescending", "TimestampAscending"], "scanBy") === "TimestampAscending";
    const found = [...history.values()].filter((item) => isWanted(item, input));
    const size = integer(input.MaxRecords ?? 100, [1, 100], "maxRecords");
    const { items, NextToken } = page(oldestFirst ? found : found.reverse(), size, input.NextToken);
    return { AlarmHistoryItems: items.map(describe), ...(NextToken && { NextToken }) };
  };
}

function isWanted(item: HistoryItem, input: Wire<DescribeAlarmHistoryInput>): boolean {
  if (input.AlarmName !== undefined && item.alarmName !== input.AlarmName) return false;
  if (input.HistoryItemType !== undefined && item.type !== input.HistoryItemType) return false;
  if (input.StartDate !== undefined && item.at < input.StartDate * 1000) return false;
  return input.EndDate === undefined || item.at <= input.EndDate * 1000;
}

function describe({ alarmName, at, type, summary, data }: HistoryItem) {
  return {
    AlarmName: alarmName,
    AlarmType: "MetricAlarm" as const,
    Timestamp: at / 1000,
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  };
}
