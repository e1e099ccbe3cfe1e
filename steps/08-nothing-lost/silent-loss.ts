import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../infra/components/context.ts";

/** An alarm for what no queue shows: EventBridge gave up on an event, and could not put it into the dead-letter queue. */
export function watchForLostEvents(
  name: string,
  rule: aws.cloudwatch.EventRule,
  context: Context,
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.cloudwatch.MetricAlarm(
    `${name}-lost`,
    {
      name: context.name(`${name}-lost`),
      alarmDescription:
        "An event is lost: EventBridge could not deliver it, and could not send it to the dead-letter queue.",
      namespace: "AWS/Events",
      metricName: "InvocationsFailedToBeSentToDlq",
      dimensions: { EventBusName: rule.eventBusName, RuleName: rule.name } as Record<string, pulumi.Input<string>>,
      ...atLeastOne,
    },
    opts,
  );
}

/** The same for a function: Lambda could not put a failed event into the failure queue. */
export function watchForLostFailures(functionName: string, context: Context): void {
  new aws.cloudwatch.MetricAlarm(`${functionName}-lost`, {
    name: context.name(`${functionName}-lost`),
    alarmDescription: "A failed event is lost: Lambda could not send it to the function's failure queue.",
    namespace: "AWS/Lambda",
    metricName: "DestinationDeliveryFailures",
    dimensions: { FunctionName: context.name(functionName) },
    ...atLeastOne,
  });
}

const atLeastOne = {
  statistic: "Sum",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  period: 60,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
};
