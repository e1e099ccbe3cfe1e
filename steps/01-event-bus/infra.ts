import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../infra/components/context.ts";

/** Step 1: the bus, and a rule that sends every event on it to a log group, so that we can watch. */
export default function eventBus(_: object, context: Context) {
  const bus = new aws.cloudwatch.EventBus("bus", {
    //#region 1.1 Name the bus
    name: context.name("AircraftBookingBus"),
    //#endregion
  });

  const eventLog = new aws.cloudwatch.LogGroup("event-log", {
    name: context.name("/aws/events/AircraftBookingBus"),
    retentionInDays: 7,
  });

  const everyEventRule = new aws.cloudwatch.EventRule("every-event-rule", {
    name: context.name("EveryEventRule"),
    //#region 1.2 Match every event on our bus
    eventBusName: bus.name,
    eventPattern: pulumi.jsonStringify({ source: [{ prefix: "" }] }),
    //#endregion
  });

  const eventLogPolicy = new aws.cloudwatch.LogResourcePolicy("event-log-policy", {
    resourceArn: eventLog.arn,
    policyDocument: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        //#region 1.3 Let EventBridge write to the log group
        {
          Effect: "Allow",
          Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${eventLog.arn}:*`,
        },
        //#endregion
      ],
    }),
  });

  new aws.cloudwatch.EventTarget(
    "every-event-target",
    { rule: everyEventRule.name, eventBusName: bus.name, targetId: "event-log", arn: eventLog.arn },
    { dependsOn: [eventLogPolicy] },
  );

  return { bus, outputs: { busName: bus.name, busArn: bus.arn, eventLogGroup: eventLog.name } };
}

export type EventBusStep = ReturnType<typeof eventBus>;
