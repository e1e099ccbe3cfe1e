import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "./context.ts";

export interface FailureQueueArgs {
  context: Context;
}

const twoWeeks = 14 * 24 * 60 * 60;

/**
 * A queue for what went wrong, until a person has looked at it: it keeps a message as long as SQS
 * can, and an alarm goes off at the first one. It bears the component's name.
 *
 * @example
 * const failed = new FailureQueue("payment-charge-failed", { context });
 */
export class FailureQueue extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;
  readonly alarm: aws.cloudwatch.MetricAlarm;

  constructor(name: string, { context }: FailureQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aircraft:infra:FailureQueue", name, {}, opts);

    this.queue = new aws.sqs.Queue(
      `${name}-queue`,
      { name: context.name(name), messageRetentionSeconds: twoWeeks },
      { parent: this },
    );
    this.alarm = new aws.cloudwatch.MetricAlarm(
      `${name}-alarm`,
      {
        name: context.name(name),
        alarmDescription: "An event waits here for a person: npx workshop dlq",
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: this.queue.name },
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        period: 60,
        evaluationPeriods: 1,
        // A queue that nothing comes to stops to report after six hours. That is no reason for alarm.
        treatMissingData: "notBreaching",
      },
      { parent: this },
    );
    this.registerOutputs({ queueUrl: this.queue.url });
  }
}
