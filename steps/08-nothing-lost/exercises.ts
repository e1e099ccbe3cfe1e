import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/08-nothing-lost/infra.test.ts"];

export const exercises: Exercises = {
  "8.1": {
    minutes: 10,
    hints: [
      "A target has two properties for this: one for how often and how long to retry, one for where an undelivered event goes.",
      "retryPolicy has maximumRetryAttempts and maximumEventAgeInSeconds; deadLetterConfig has the ARN of a queue.",
      "deadLetterConfig: { arn: onceCreated(policy, undelivered.queue.arn) }; an hour has 3600 seconds",
    ],
    provedBy,
  },
  "8.2": {
    minutes: 10,
    hints: [
      "Think of the policy on the inbox queue of step 6: who may send, and on whose behalf?",
      "EventBridge sends: events.amazonaws.com. It sends on behalf of one rule: add a Condition on aws:SourceArn.",
      'Principal: { Service: "events.amazonaws.com" }, Condition: { ArnEquals: { "aws:SourceArn": rule.arn } }',
    ],
    provedBy,
  },
  "8.3": {
    minutes: 15,
    hints: [
      "The function received the event and failed, so Lambda must keep the event: aws.lambda.FunctionEventInvokeConfig.",
      "functionName is consumer.name; destinationConfig names the queue for failed events. Lambda refuses it until the role may send: use dependsOn.",
      "destinationConfig: { onFailure: { destination: failed.queue.arn } }, and { dependsOn: [policy] }",
    ],
    provedBy,
  },
  "8.4": {
    minutes: 15,
    hints: [
      'stack.all("Queue") returns all queues. Which of their names end in -undelivered or -failed?',
      "For each of them, find the MetricAlarm whose dimensions.QueueName is the queue's name. What must it watch, and when must it go off?",
      "Expect of each alarm's inputs: metricName ApproximateNumberOfMessagesVisible, comparisonOperator GreaterThanThreshold, threshold 0.",
    ],
    provedBy,
    faults: [
      {
        mistake: "the alarm ignores a single message",
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
        mistake: "the alarm counts only messages in flight",
        file: "infra/components/failure-queue.ts",
        find: '"ApproximateNumberOfMessagesVisible"',
        replace: '"ApproximateNumberOfMessagesNotVisible"',
      },
    ],
  },
};
