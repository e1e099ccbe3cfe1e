import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../infra/components/context.ts";

/** An alarm for what no queue shows: EventBridge gave up on an event, and could not send it to the dead-letter queue. */
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
      alarmDescription: "EventBridge lost an event: it could neither deliver it nor send it to the dead-letter queue.",
      namespace: "AWS/Events",
      metricName: "InvocationsFailedToBeSentToDlq",
      dimensions: dimensionsOf(rule.name, rule.eventBusName),
      ...atLeastOne,
    },
    opts,
  );
}

/** The same for a target without a dead-letter queue: an event that cannot be delivered is lost. */
export function watchForFailedDelivery(name: string, ruleName: string, bus: aws.cloudwatch.EventBus, context: Context) {
  new aws.cloudwatch.MetricAlarm(`${name}-lost`, {
    name: context.name(`${name}-lost`),
    alarmDescription: "EventBridge lost an event: it could not deliver it, and the target has no dead-letter queue.",
    namespace: "AWS/Events",
    metricName: "FailedInvocations",
    dimensions: dimensionsOf(ruleName, bus.name),
    ...atLeastOne,
  });
}

/** The same for a function: Lambda could not send a failed event to the failure queue. */
export function watchForLostFailures(functionName: string, context: Context): void {
  new aws.cloudwatch.MetricAlarm(`${functionName}-lost`, {
    name: context.name(`${functionName}-lost`),
    alarmDescription: "Lambda lost a failed event: it could not send it to the function's failure queue.",
    namespace: "AWS/Lambda",
    metricName: "DestinationDeliveryFailures",
    dimensions: { FunctionName: context.name(functionName) },
    ...atLeastOne,
  });
}

/** RuleName alone means a rule on the default bus ("Monitoring Amazon EventBridge"): the alarm would stay silent. */
function dimensionsOf(ruleName: pulumi.Input<string>, busName: pulumi.Input<string | undefined>) {
  return { EventBusName: pulumi.interpolate`${busName}`, RuleName: ruleName };
}

/** Goes off within two minutes of the loss, and stays on for an hour: no queue shows it to whoever looks later. */
const atLeastOne = {
  statistic: "Sum",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  period: 60,
  evaluationPeriods: 60,
  datapointsToAlarm: 1,
  // No data means that nothing was lost.
  treatMissingData: "notBreaching",
};
