import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { failedRuns } from "./queries.ts";

export interface DashboardArgs {
  /** Where the services' metrics are, e.g. "AircraftBooking". */
  namespace: string;
  region: pulumi.Input<string>;
  /** The alarm on the oldest open booking. */
  alarm: aws.cloudwatch.MetricAlarm;
  /** The functions' log groups. */
  logGroups: pulumi.Input<string>[];
}

/** Three widgets: the age of the oldest open booking, the alarm's state, and the runs that failed. */
export function dashboardBody({ namespace, region, alarm, logGroups }: DashboardArgs) {
  const sources = pulumi.all(logGroups).apply((names) => names.map((name) => `SOURCE '${name}'`).join(" | "));
  return {
    widgets: [
      {
        type: "metric",
        ...{ x: 0, y: 0, width: 16, height: 6 },
        properties: {
          title: "The oldest open booking, in seconds",
          region,
          ...{ view: "timeSeries", stat: "Maximum", period: 60 },
          metrics: [[namespace, "OldestOpenBookingAge", "service", "booking"]],
        },
      },
      {
        type: "alarm",
        ...{ x: 16, y: 0, width: 8, height: 6 },
        properties: { title: "Alarms", alarms: [alarm.arn] },
      },
      {
        type: "log",
        ...{ x: 0, y: 6, width: 24, height: 6 },
        properties: {
          title: "Runs that failed",
          region,
          query: pulumi.interpolate`${sources} | ${failedRuns}`,
        },
      },
    ],
  };
}
