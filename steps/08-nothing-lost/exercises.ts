import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/08-nothing-lost/infra.test.ts"];

export const exercises: Exercises = {
  "8.1": {
    minutes: 10,
    hints: [
      "A target has two properties for this: one for how often and how long to retry, one for where an undelivered event goes.",
      "A retryPolicy has a count and an age. Whichever is reached first ends the retries. Which one should it be? deadLetterConfig has a queue's ARN.",
      "The age is 3600 seconds; the count is the highest that EventBridge allows, 185. deadLetterConfig: { arn: onceCreated(policy, …) }",
    ],
    provedBy,
  },
  "8.2": {
    minutes: 10,
    hints: [
      "The function received the event and failed, so Lambda must keep the event: aws.lambda.FunctionEventInvokeConfig.",
      "functionName is consumer.name. The limits of the retries may stay as they are: destinationConfig says where an event goes after the last one.",
      "maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600, destinationConfig: { onFailure: { destination } }; name and opts are parameters.",
    ],
    provedBy,
  },
  "8.3": {
    minutes: 10,
    hints: [
      "The draft parks every error. Which errors would be gone a minute later, without anybody's help?",
      "Only a PermanentFailure says that no retry can help. What must Lambda see, so that it retries everything else?",
      "if (!(error instanceof PermanentFailure)) throw error; before the event is parked",
    ],
    provedBy: ["services/park.test.ts"],
  },
  "8.4": {
    minutes: 15,
    hints: [
      'stack.all("Queue") returns all queues. Which of their names end in -undelivered or -failed?',
      "Each has two MetricAlarms with its name in dimensions.QueueName: you want the one for messages, not for their age. When must it go off?",
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
        mistake: "the alarm watches the customer's inbox",
        file: "infra/components/failure-queue.ts",
        find: "dimensions: { QueueName: this.queue.name },\n        threshold: 0,",
        replace: 'dimensions: { QueueName: "CustomerInbox" },\n        threshold: 0,',
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
