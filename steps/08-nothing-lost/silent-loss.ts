import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../infra/components/context.ts";

/**
 * An alarm for what no queue shows: EventBridge gave up on an event, and there was no dead-letter queue, or the event
 * could not be sent there.
 */
export function watchForLostEvents(
  name: string,
  rule: aws.cloudwatch.EventRule,
  context: Context,
  opts: pulumi.CustomResourceOptions,
): void {
  const countOf = (id: string, metricName: string) => ({
    id,
    metric: { namespace: "AWS/Events", metricName, dimensions: { RuleName: rule.name }, stat: "Sum", period: 60 },
  });
  new aws.cloudwatch.MetricAlarm(
    `${name}-lost`,
    {
      name: context.name(`${name}-lost`),
      alarmDescription: "EventBridge lost an event: it could neither deliver it nor send it to the dead-letter queue.",
      metricQueries: [
        countOf("failed", "FailedInvocations"),
        countOf("unsent", "InvocationsFailedToBeSentToDlq"),
        { id: "lost", expression: "FILL(failed, 0) + FILL(unsent, 0)", returnData: true },
      ],
      ...atLeastOne,
    },
    opts,
  );
}

/** The same for a function: Lambda could not send a failed event to the failure queue. */
export function watchForLostFailures(functionName: string, context: Context): void {
  new aws.cloudwatch.MetricAlarm(`${functionName}-lost`, {
    name: context.name(`${functionName}-lost`),
    alarmDescription: "Lambda lost a failed event: it could not send it to the function's failure queue.",
    namespace: "AWS/Lambda",
    metricName: "DestinationDeliveryFailures",
    dimensions: { FunctionName: context.name(functionName) },
    statistic: "Sum",
    period: 60,
    ...atLeastOne,
  });
}

const atLeastOne = {
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
};
