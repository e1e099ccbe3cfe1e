import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/08-nothing-lost/infra.test.ts"];

export const exercises: Exercises = {
  "8.1": {
    minutes: 10,
    hints: [
      "A target has two properties for this: how often and how long to try, and where to put what could not be delivered.",
      "retryPolicy has maximumRetryAttempts and maximumEventAgeInSeconds; deadLetterConfig has the ARN of a queue.",
      "deadLetterConfig: { arn: onceThere(policy, undelivered.queue.arn) }, and 3600 seconds are an hour",
    ],
    provedBy,
  },
  "8.2": {
    minutes: 10,
    hints: [
      "A queue, like the inbox of step 6, asks: who may send to me, and on whose behalf?",
      "It is EventBridge that sends: events.amazonaws.com. On behalf of one rule: a Condition on aws:SourceArn.",
      'Principal: { Service: "events.amazonaws.com" }, Condition: { ArnEquals: { "aws:SourceArn": rule.arn } }',
    ],
    provedBy,
  },
  "8.3": {
    minutes: 15,
    hints: [
      "The function has the event, and fails. That is Lambda's affair: aws.lambda.FunctionEventInvokeConfig.",
      "functionName is consumer.name; destinationConfig says where what failed goes. Lambda refuses it until the role may send: dependsOn.",
      "destinationConfig: { onFailure: { destination: failed.queue.arn } }, and { dependsOn: [policy] }",
    ],
    provedBy,
  },
  "8.4": {
    minutes: 15,
    hints: [
      'stack.all("Queue") gives all queues. Which of their names end in -undelivered or -failed?',
      "For each of them find the MetricAlarm whose dimensions.QueueName is the queue's name. What must it watch, and when go off?",
      "Of each alarm's inputs: metricName ApproximateNumberOfMessagesVisible, comparisonOperator GreaterThanThreshold, threshold 0.",
    ],
    provedBy,
    faults: [
      {
        mistake: "one lost event is no reason for alarm",
        file: "infra/components/failure-queue.ts",
        find: "threshold: 0,",
        replace: "threshold: 1,",
      },
      {
        mistake: "every alarm watches the customer's inbox",
        file: "infra/components/failure-queue.ts",
        find: "{ QueueName: this.queue.name }",
        replace: '{ QueueName: "CustomerInbox" }',
      },
      {
        mistake: "the alarm counts messages that somebody is looking at",
        file: "infra/components/failure-queue.ts",
        find: '"ApproximateNumberOfMessagesVisible"',
        replace: '"ApproximateNumberOfMessagesNotVisible"',
      },
    ],
  },
};
