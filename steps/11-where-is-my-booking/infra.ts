import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Changes, Context } from "../../infra/components/context.ts";
import { RuleToFunction } from "../../infra/components/rule-to-function.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import { bookingExpired } from "../../services/booking/publishes.ts";
import { ticketIssued, ticketRejected } from "../../services/ticket/publishes.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";
import type { BookingStep } from "../02-booking/infra.ts";
import type { TicketStep } from "../05-ticket/infra.ts";
import { dashboardBody } from "./dashboard.ts";
import { everyMinute } from "./every-minute.ts";

export const changes: Changes = {
  /** Every function logs what it does and for which booking, and can report metrics. */
  functionArgs: (_name, { handler, environment, middleware = [] }, context) => ({
    middleware: [...middleware, "services/observe.ts"],
    environment: {
      ...environment,
      POWERTOOLS_SERVICE_NAME: serviceOf(handler),
      POWERTOOLS_METRICS_NAMESPACE: namespaceOf(context),
    },
  }),

  /** An index of the open bookings, oldest first. A booking without openSince is not in it. */
  table: (name) => {
    if (name !== "booking-table") return {};
    return {
      //#region 11.2 Index the open bookings by their age
      //- attributes: [{ name: "bookingId", type: "S" }],
      attributes: [
        { name: "bookingId", type: "S" },
        { name: "status", type: "S" },
        { name: "openSince", type: "S" },
      ],
      globalSecondaryIndexes: [
        { name: "OpenBookings", hashKey: "status", rangeKey: "openSince", projectionType: "ALL" },
      ],
      //#endregion
    };
  },
};

type Made = EventBusStep & BookingStep & TicketStep;

/** Step 11: the age of the oldest open booking is a metric with an alarm, and a booking that takes too long expires. */
export default function whereIsMyBooking({ bus, bookingTable, ticketTable }: Made, context: Context) {
  const bookingExpire = new ServiceFunction("booking-expire", {
    context,
    handler: "services/booking/expire/expire.ts",
    environment: { TABLE_NAME: bookingTable.name, BUS_NAME: bus.name, DEADLINE_MINUTES: "15" },
    allow: [
      { Action: ["dynamodb:UpdateItem", "dynamodb:GetItem"], Resource: bookingTable.arn },
      { Action: "dynamodb:Query", Resource: pulumi.interpolate`${bookingTable.arn}/index/OpenBookings` },
      { Action: "events:PutEvents", Resource: bus.arn },
    ],
    publishes: [bookingExpired],
  });
  everyMinute("booking-expire-schedule", { context, to: bookingExpire });

  const ticketRefuse = new ServiceFunction("ticket-refuse", {
    context,
    handler: "services/ticket/refuse/refuse.ts",
    environment: { TABLE_NAME: ticketTable.name, BUS_NAME: bus.name },
    allow: [
      { Action: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"], Resource: ticketTable.arn },
      { Action: "events:PutEvents", Resource: bus.arn },
    ],
    publishes: [ticketRejected, ticketIssued],
  });
  new RuleToFunction("booking-expired", {
    context,
    bus,
    source: "aircraft.booking",
    detailType: "BookingExpired",
    to: [ticketRefuse],
  });

  const oldestBookingAlarm = new aws.cloudwatch.MetricAlarm("oldest-booking", {
    name: context.name("OldestOpenBooking"),
    alarmDescription: "A booking has been open for five minutes, or its age is not measured any more.",
    namespace: namespaceOf(context),
    metricName: "OldestOpenBookingAge",
    dimensions: { service: "booking" },
    //#region 11.3 Ring when the oldest open booking is too old
    //- statistic: "Average",
    //- comparisonOperator: "GreaterThanThreshold",
    //- threshold: 0,
    //- evaluationPeriods: 1,
    statistic: "Maximum",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 300,
    evaluationPeriods: 3,
    treatMissingData: "breaching",
    //#endregion
    period: 60,
  });

  const dashboard = new aws.cloudwatch.Dashboard("dashboard", {
    dashboardName: context.name("AircraftBooking"),
    dashboardBody: pulumi.jsonStringify(
      dashboardBody({ namespace: namespaceOf(context), bus, alarm: oldestBookingAlarm }),
    ),
  });

  return {
    bookingExpire,
    ticketRefuse,
    outputs: { oldestBookingAlarm: oldestBookingAlarm.name, dashboardName: dashboard.dashboardName },
  };
}

export type WhereIsMyBookingStep = ReturnType<typeof whereIsMyBooking>;

/** "services/payment/charge/charge.ts" belongs to the service "payment". */
function serviceOf(handler: string): string {
  return handler.split("/")[1]!;
}

/** Includes the attendee's name, so that metrics in a shared account stay separate. */
function namespaceOf(context: Context): string {
  return context.name("AircraftBooking");
}
