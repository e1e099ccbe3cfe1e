import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Changes, Context } from "../../infra/components/context.ts";
import type { ServiceFunction } from "../../infra/components/service-function.ts";
import { contracts, type EventName } from "../../services/events/contracts.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";
import type { BookingStep } from "../02-booking/infra.ts";
import type { PaymentStep } from "../03-payment/infra.ts";
import type { SeatAssignmentStep } from "../04-seat-assignment/infra.ts";
import type { TicketStep } from "../05-ticket/infra.ts";
import type { CompensationStep } from "../07-compensation/infra.ts";

/** The events that each function may publish. A function that is not listed publishes none. */
export const publishes: Record<string, EventName[]> = {
  "booking-api": ["BookingCreated"],
  "booking-cancel": ["BookingCancelled"],
  "payment-charge": ["PaymentConfirmed", "PaymentFailed"],
  "payment-refund": ["PaymentRefunded"],
  "seat-assign": ["SeatAssigned", "SeatUnavailable"],
  "ticket-issue": ["TicketIssued"],
};

/** Restricts the permission to put events on the bus to the function's own events. */
export const changes: Changes = {
  functionArgs: (name, { allow }) => ({
    allow: allow.map((permission) =>
      permission.Action === "events:PutEvents" ? { ...permission, Condition: onlyOwn(publishes[name]!) } : permission,
    ),
  }),
};

function onlyOwn(events: EventName[]) {
  return {
    //#region 13.1 Let a function publish only its own events, as its own service
    StringEquals: {
      "events:source": contracts[events[0]!].source,
      "events:detail-type": events,
    },
    //#endregion
  };
}

type Made = EventBusStep & BookingStep & PaymentStep & SeatAssignmentStep & TicketStep & CompensationStep;

/** Step 13: each role may do only what its function does, and only our publishers may put events on our bus. */
export default function leastPrivilege(made: Made, _: Context) {
  const { bus, bookingApi, bookingCancel, paymentCharge, paymentRefund, seatAssign, ticketIssue } = made;
  const publishers: ServiceFunction[] = [
    bookingApi,
    bookingCancel,
    paymentCharge,
    paymentRefund,
    seatAssign,
    ticketIssue,
  ];

  const busPolicy = new aws.cloudwatch.EventBusPolicy("bus-policy", {
    eventBusName: bus.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "NobodyButOurPublishers",
          Effect: "Deny",
          Principal: "*",
          Action: "events:PutEvents",
          Resource: bus.arn,
          Condition: {
            //#region 13.2 Deny everyone but the six publishing functions
            //- StringEquals: { "aws:PrincipalArn": "nobody" },
            StringNotEquals: { "aws:PrincipalArn": publishers.map(({ role }) => role.arn) },
            //#endregion
            // EventBridge itself puts the events of a replay. It is a service, not one of these roles.
            Bool: { "aws:PrincipalIsAWSService": "false" },
          },
        },
      ],
    }),
  });

  return { busPolicy };
}
