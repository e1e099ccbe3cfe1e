import * as aws from "@pulumi/aws";
import type { Context } from "../../infra/components/context.ts";
import { RuleToFunction } from "../../infra/components/rule-to-function.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import { seatAssigned, seatUnavailable } from "../../services/seat-assignment/publishes.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";

/** Step 4: the Seat Assignment service assigns each paid booking its own seat, until the flight is full. */
export default function seatAssignment({ bus }: EventBusStep, context: Context) {
  const seatTable = new aws.dynamodb.Table("seat-table", {
    name: context.name("SeatTable"),
    billingMode: "PAY_PER_REQUEST",
    hashKey: "flightId",
    attributes: [{ name: "flightId", type: "S" }],
  });

  const seatAssign = new ServiceFunction("seat-assign", {
    context,
    handler: "services/seat-assignment/assign/assign.ts",
    environment: {
      TABLE_NAME: seatTable.name,
      BUS_NAME: bus.name,
      SEATS_PER_FLIGHT: String(context.settings.seatsPerFlight),
    },
    allow: [
      { Action: ["dynamodb:GetItem", "dynamodb:UpdateItem"], Resource: seatTable.arn },
      { Action: "events:PutEvents", Resource: bus.arn },
    ],
    publishes: [seatAssigned, seatUnavailable],
  });

  //#region 4.2 Connect PaymentConfirmed to seat assignment
  new RuleToFunction("payment-confirmed", {
    context,
    bus,
    source: "aircraft.payment",
    detailType: "PaymentConfirmed",
    to: [seatAssign],
  });
  //#endregion

  return { seatTable, seatAssign, outputs: { seatTable: seatTable.name } };
}

export type SeatAssignmentStep = ReturnType<typeof seatAssignment>;
