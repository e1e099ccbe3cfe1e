import type * as aws from "@pulumi/aws";
import { interpolate } from "@pulumi/pulumi";
import { unfinishedBookings } from "./queries.ts";

export interface DashboardArgs {
  /** Where the services' metrics are, e.g. "AircraftBooking". */
  namespace: string;
  bus: aws.cloudwatch.EventBus;
  /** The alarm on bookings that began but did not end. */
  alarm: aws.cloudwatch.MetricAlarm;
}

/** Three widgets: the bookings that begin and end, the alarm's state, and the unfinished bookings. */
export function dashboardBody({ namespace, bus, alarm }: DashboardArgs) {
  const region = bus.arn.apply((arn) => arn.split(":")[3]);
  const metric = (name: string, label: string) => [namespace, name, "service", "booking", { label }];
  return {
    widgets: [
      {
        type: "metric",
        ...{ x: 0, y: 0, width: 16, height: 6 },
        properties: {
          title: "Bookings a minute",
          region,
          ...{ view: "timeSeries", stat: "Sum", period: 60 },
          metrics: [metric("BookingsBegan", "began"), metric("BookingsEnded", "ended")],
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
