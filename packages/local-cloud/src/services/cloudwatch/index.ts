import type { Account } from "../../core/account.ts";
import type { Service } from "../../core/service.ts";
import { queryErrorCodes } from "./errors.ts";
import { deleteAlarms } from "./operations/delete-alarms.ts";
import { deleteDashboards } from "./operations/delete-dashboards.ts";
import { describeAlarmHistory } from "./operations/describe-alarm-history.ts";
import { describeAlarms } from "./operations/describe-alarms.ts";
import { disableAlarmActions } from "./operations/disable-alarm-actions.ts";
import { enableAlarmActions } from "./operations/enable-alarm-actions.ts";
import { getDashboard } from "./operations/get-dashboard.ts";
import { getMetricData } from "./operations/get-metric-data.ts";
import { getMetricStatistics } from "./operations/get-metric-statistics.ts";
import { listDashboards } from "./operations/list-dashboards.ts";
import { listMetrics } from "./operations/list-metrics.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putDashboard } from "./operations/put-dashboard.ts";
import { putMetricAlarm } from "./operations/put-metric-alarm.ts";
import { putMetricData } from "./operations/put-metric-data.ts";
import { setAlarmState } from "./operations/set-alarm-state.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { CloudWatchState } from "./state.ts";

/** CloudWatch: metrics aggregated by minute, alarms with metric math, and dashboards. */
export function createCloudWatch(account: Account): Service {
  const monitoring = new CloudWatchState(account);
  return {
    name: "monitoring",
    wire: {
      kind: "json",
      version: "1.0",
      targetPrefix: "GraniteServiceVersion20100801",
      queryErrorCodes,
      also: {
        client: "@aws-sdk/client-cloudwatch",
        query: { namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/" },
        cbor: "GraniteServiceVersion20100801",
      },
    },
    operations: {
      DeleteAlarms: deleteAlarms(monitoring),
      DeleteDashboards: deleteDashboards(monitoring),
      DescribeAlarmHistory: describeAlarmHistory(monitoring),
      DescribeAlarms: describeAlarms(monitoring),
      DisableAlarmActions: disableAlarmActions(monitoring),
      EnableAlarmActions: enableAlarmActions(monitoring),
      GetDashboard: getDashboard(monitoring),
      GetMetricData: getMetricData(monitoring),
      GetMetricStatistics: getMetricStatistics(monitoring),
      ListDashboards: listDashboards(monitoring),
      ListMetrics: listMetrics(monitoring),
      ListTagsForResource: listTagsForResource(monitoring),
      PutDashboard: putDashboard(monitoring),
      PutMetricAlarm: putMetricAlarm(monitoring),
      PutMetricData: putMetricData(monitoring),
      SetAlarmState: setAlarmState(monitoring),
      TagResource: tagResource(monitoring),
      UntagResource: untagResource(monitoring),
    },
    record: (point) => monitoring.record(point),
    *pending() {
      for (const key of monitoring.actions.queue.pending()) yield `alarm action ${key}`;
    },
    resume: () => {
      for (const alarm of monitoring.alarms.values()) monitoring.scheduler.watch(alarm);
      monitoring.actions.queue.resume();
    },
    close: async () => {
      monitoring.scheduler.close();
      await monitoring.actions.queue.close();
      monitoring.metrics.save();
    },
  };
}
