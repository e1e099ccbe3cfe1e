import * as aws from "@pulumi/aws";
import type { Context } from "../../infra/components/context.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import { bookingCreated } from "../../services/booking/publishes.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";

/** Step 2: the Booking service. It accepts bookings at a URL, stores them, and publishes BookingCreated. */
export default function booking({ bus }: EventBusStep, context: Context) {
  const bookingTable = new aws.dynamodb.Table("booking-table", {
    name: context.name("BookingTable"),
    billingMode: "PAY_PER_REQUEST",
    hashKey: "bookingId",
    attributes: [{ name: "bookingId", type: "S" }],
    // What later steps add: an index in step 11, a stream in step 14.
    ...context.table("booking-table"),
  });

  const bookingApi = new ServiceFunction("booking-api", {
    context,
    handler: "services/booking/api/api.ts",
    environment: { TABLE_NAME: bookingTable.name, BUS_NAME: bus.name },
    allow: [
      //#region 2.1 Let the function use its own table and our bus
      { Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: bookingTable.arn },
      { Action: "events:PutEvents", Resource: bus.arn },
      //#endregion
    ],
    publishes: [bookingCreated],
    invocationType: "RequestResponse",
  });

  const bookingUrl = new aws.lambda.FunctionUrl("booking-url", {
    functionName: bookingApi.function.name,
    //#region 2.3 Accept signed requests only
    //- authorizationType: "NONE",
    authorizationType: "AWS_IAM",
    //#endregion
  });

  return {
    bookingTable,
    bookingApi,
    outputs: { bookingTable: bookingTable.name, bookingUrl: bookingUrl.functionUrl },
  };
}

export type BookingStep = ReturnType<typeof booking>;
