import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Changes, Context } from "../../infra/components/context.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";
import { dashboardBody } from "./dashboard.ts";

/** Step 11: every function logs what it does and for which booking, and an alarm reports bookings that do not end. */
export default function whereIsMyBooking({ bus }: EventBusStep, context: Context) {
  const unfinishedAlarm = new aws.cloudwatch.MetricAlarm("unfinished-bookings", {
    name: context.name("UnfinishedBookings"),
    alarmDescription: "More bookings began than ended, for five minutes out of fifteen.",
    metricQueries: [
      { id: "began", metric: perMinute("BookingsBegan", context) },
      { id: "ended", metric: perMinute("BookingsEnded", context) },
      {
        id: "unfinished",
        //#region 11.2 Count the bookings that began but did not end
        //- expression: "began",
        expression: "RUNNING_SUM(FILL(began, 0) - FILL(ended, 0))",
        //#endregion
        returnData: true,
      },
    ],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    // A booking in progress is unfinished, too, but it takes only seconds. So several minutes mean that one is stuck.
    evaluationPeriods: 15,
    datapointsToAlarm: 5,
    treatMissingData: "notBreaching",
  });

  const dashboard = new aws.cloudwatch.Dashboard("dashboard", {
    dashboardName: context.name("AircraftBooking"),
    dashboardBody: pulumi.jsonStringify(
      dashboardBody({ namespace: namespaceOf(context), bus, alarm: unfinishedAlarm }),
    ),
  });

  return { outputs: { unfinishedAlarm: unfinishedAlarm.name, dashboardName: dashboard.dashboardName } };
}

/** The observed form of each handler. Its log lines and metrics carry the service's name. */
const observed: Record<string, { service: string; handler: string }> = {
  "booking-api": { service: "booking", handler: "services/booking/api/api-observed.ts" },
  "booking-track": { service: "booking", handler: "services/booking/track/track-observed.ts" },
  "booking-cancel": { service: "booking", handler: "services/booking/cancel/cancel-observed.ts" },
  "payment-charge": { service: "payment", handler: "services/payment/charge/charge-observed.ts" },
  "payment-refund": { service: "payment", handler: "services/payment/refund/refund-observed.ts" },
  "seat-assign": { service: "seat-assignment", handler: "services/seat-assignment/assign/assign-observed.ts" },
  "ticket-issue": { service: "ticket", handler: "services/ticket/issue/issue-observed.ts" },
  "notification-send": { service: "notification", handler: "services/notification/send/send-observed.ts" },
};

export const changes: Changes = {
  functionArgs: (name, { environment }, context) => {
    const known = observed[name];
    // A function that a later step adds chooses its own handler.
    if (!known) return {};
    return {
      handler: known.handler,
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: known.service,
        POWERTOOLS_METRICS_NAMESPACE: namespaceOf(context),
      },
    };
  },
};

function perMinute(metricName: string, context: Context) {
  return { namespace: namespaceOf(context), metricName, dimensions: { service: "booking" }, stat: "Sum", period: 60 };
}

/** Includes the attendee's name, so that metrics in a shared account stay separate. */
function namespaceOf(context: Context): string {
  return context.name("AircraftBooking");
}
