import type * as aws from "@pulumi/aws";
import { interpolate } from "@pulumi/pulumi";
import { unfinishedBookings } from "./queries.ts";

export interface DashboardArgs {
  /** Where the services' metrics are, e.g. "AircraftBooking". */
  namespace: string;
  bus: aws.cloudwatch.EventBus;
  /** The alarm on the oldest open booking. */
  alarm: aws.cloudwatch.MetricAlarm;
}

/** Three widgets: the age of the oldest open booking, the alarm's state, and what went wrong. */
export function dashboardBody({ namespace, bus, alarm }: DashboardArgs) {
  const region = bus.arn.apply((arn) => arn.split(":")[3]);
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
          title: "Bookings that did not end",
          region,
          query: interpolate`SOURCE '/aws/events/${bus.name}' | ${unfinishedBookings}`,
        },
      },
    ],
  };
}
