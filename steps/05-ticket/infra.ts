import * as aws from "@pulumi/aws";
import type { Context } from "../../infra/components/context.ts";
import { RuleToFunction } from "../../infra/components/rule-to-function.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import { ticketIssued, ticketRejected } from "../../services/ticket/publishes.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";

/** Step 5: the Ticket service issues a ticket for each seat. No other service changes. */
export default function ticket({ bus }: EventBusStep, context: Context) {
  const ticketTable = new aws.dynamodb.Table("ticket-table", {
    name: context.name("TicketTable"),
    billingMode: "PAY_PER_REQUEST",
    hashKey: "bookingId",
    attributes: [{ name: "bookingId", type: "S" }],
  });

  const ticketIssue = new ServiceFunction("ticket-issue", {
    context,
    handler: "services/ticket/issue/issue.ts",
    environment: { TABLE_NAME: ticketTable.name, BUS_NAME: bus.name },
    allow: [
      { Action: "dynamodb:PutItem", Resource: ticketTable.arn },
      { Action: "events:PutEvents", Resource: bus.arn },
    ],
    publishes: [ticketIssued, ticketRejected],
  });

  //#region 5.1 Connect SeatAssigned to the ticket function
  new RuleToFunction("seat-assigned", {
    context,
    bus,
    source: "aircraft.seat-assignment",
    detailType: "SeatAssigned",
    to: [ticketIssue],
  });
  //#endregion

  return { ticketTable, ticketIssue, outputs: { ticketTable: ticketTable.name } };
}

export type TicketStep = ReturnType<typeof ticket>;
