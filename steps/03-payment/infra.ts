import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../infra/components/context.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import { paymentConfirmed, paymentFailed } from "../../services/payment/publishes.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";

/** Step 3: the Payment service consumes BookingCreated and charges. Rule, permission and target are written by hand. */
export default function payment({ bus }: EventBusStep, context: Context) {
  const paymentTable = new aws.dynamodb.Table("payment-table", {
    name: context.name("PaymentTable"),
    billingMode: "PAY_PER_REQUEST",
    hashKey: "bookingId",
    rangeKey: "paymentId",
    attributes: [
      { name: "bookingId", type: "S" },
      { name: "paymentId", type: "S" },
    ],
  });

  const paymentCharge = new ServiceFunction("payment-charge", {
    context,
    handler: "services/payment/charge/charge.ts",
    environment: { TABLE_NAME: paymentTable.name, BUS_NAME: bus.name },
    allow: [
      { Action: "dynamodb:PutItem", Resource: paymentTable.arn },
      { Action: "events:PutEvents", Resource: bus.arn },
    ],
    publishes: [paymentConfirmed, paymentFailed],
  });

  const bookingCreatedRule = new aws.cloudwatch.EventRule("booking-created-rule", {
    name: context.name("BookingCreatedRule"),
    //#region 3.1 Match BookingCreated on our bus
    eventBusName: bus.name,
    eventPattern: pulumi.jsonStringify({ source: ["aircraft.booking"], "detail-type": ["BookingCreated"] }),
    //#endregion
  });

  // Later steps can add a target to this rule.
  context.rules.set("BookingCreated", bookingCreatedRule);

  //#region 3.2 Let only this rule invoke the payment function
  //- const permission: pulumi.Resource[] = [];
  const permission = new aws.lambda.Permission("booking-created-permission", {
    action: "lambda:InvokeFunction",
    function: paymentCharge.function.name,
    principal: "events.amazonaws.com",
    sourceArn: bookingCreatedRule.arn,
  });
  //#endregion

  new aws.cloudwatch.EventTarget(
    "booking-created-target",
    {
      //#region 3.3 Send matching events to the payment function
      //- rule: "",
      //- arn: "",
      rule: bookingCreatedRule.name,
      eventBusName: bus.name,
      arn: paymentCharge.function.arn,
      //#endregion
      targetId: "payment-charge",
      // Settings that later steps add to every target; none before step 8.
      ...context.delivery("booking-created", bookingCreatedRule),
    },
    { dependsOn: permission },
  );

  return { paymentTable, paymentCharge, bookingCreatedRule, outputs: { paymentTable: paymentTable.name } };
}

export type PaymentStep = ReturnType<typeof payment>;
