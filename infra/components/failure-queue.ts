import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "./context.ts";

export interface FailureQueueArgs {
  context: Context;
}

const day = 24 * 60 * 60;
const twoWeeks = 14 * day;

const maximumOfQueue = {
  namespace: "AWS/SQS",
  statistic: "Maximum",
  comparisonOperator: "GreaterThanThreshold",
  period: 60,
  evaluationPeriods: 1,
  // SQS stops reporting metrics of an inactive queue after six hours. Missing data is no failure.
  treatMissingData: "notBreaching",
};

/**
 * A queue for failed events, until a person handles them. It keeps messages for 14 days, the SQS maximum. One alarm
 * goes off at the first message, another if a message has waited for a day. Queue and alarms have the component's name.
 *
 * @example
 * const failed = new FailureQueue("payment-charge-failed", { context });
 */
export class FailureQueue extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;
  readonly alarm: aws.cloudwatch.MetricAlarm;
  readonly ageAlarm: aws.cloudwatch.MetricAlarm;

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
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: this.queue.name },
        threshold: 0,
        ...maximumOfQueue,
      },
      { parent: this },
    );
    this.ageAlarm = new aws.cloudwatch.MetricAlarm(
      `${name}-age-alarm`,
      {
        name: context.name(`${name}-age`),
        alarmDescription: "A failed event has waited for a day. It is deleted after two weeks.",
        metricName: "ApproximateAgeOfOldestMessage",
        dimensions: { QueueName: this.queue.name },
        threshold: day,
        ...maximumOfQueue,
      },
      { parent: this },
    );
    this.registerOutputs({ queueUrl: this.queue.url });
  }
}
