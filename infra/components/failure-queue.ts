import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "./context.ts";

export interface FailureQueueArgs {
  context: Context;
}

const twoWeeks = 14 * 24 * 60 * 60;

/**
 * A queue for failed events, until a person handles them. It keeps messages for 14 days, the SQS maximum,
 * and an alarm goes off at the first message. Queue and alarm have the component's name.
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
        alarmDescription: "A failed event needs attention: npx workshop dlq",
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: this.queue.name },
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        period: 60,
        evaluationPeriods: 1,
        // SQS stops reporting metrics of an inactive queue after six hours. Missing data is no failure.
        treatMissingData: "notBreaching",
      },
      { parent: this },
    );
    this.registerOutputs({ queueUrl: this.queue.url });
  }
}
