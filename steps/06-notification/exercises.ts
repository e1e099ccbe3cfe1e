// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hints quote code as it is written

import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/06-notification/infra.test.ts"];

export const exercises: Exercises = {
  "6.1": {
    minutes: 10,
    hints: [
      "A topic sends its messages to its subscriptions. The inbox has none yet: aws.sns.TopicSubscription creates one.",
      'It needs topic (its ARN), protocol ("sqs"), endpoint (the queue\'s ARN), and rawMessageDelivery, which removes the SNS envelope.',
      '{ topic: topic.arn, protocol: "sqs", endpoint: inbox.arn, rawMessageDelivery: true }, and { dependsOn: [inboxPolicy] }',
    ],
    provedBy,
  },
  "6.2": {
    minutes: 10,
    hints: [
      "A queue, like a function, accepts only senders that its policy allows. If it rejects the topic's message, you see no error.",
      "Principal is SNS, Action is sqs:SendMessage, Resource is the inbox. A Condition names the topic.",
      'Principal: { Service: "sns.amazonaws.com" }, Condition: { ArnEquals: { "aws:SourceArn": topic.arn } }',
    ],
    provedBy: [...provedBy, "steps/06-notification/flow.test.ts"],
  },
  "6.3": {
    minutes: 5,
    hints: [
      "One rule may have several targets. What in the ticket service has to change for that?",
      "Nothing: `to` is a list of functions, and booking-track is created above.",
      "bookingTrack,",
    ],
    provedBy: [...provedBy, "steps/06-notification/flow.test.ts"],
  },
  "6.4": {
    minutes: 15,
    hints: [
      'stack.statementsOf("ticket-issue") returns the statements of that function\'s role. Which ones are about tables?',
      "Keep those whose Action begins with dynamodb:, and compare their Resource with the ARN of the service's own table.",
      "For each of the six functions, its resources equal [`arn:aws:dynamodb:us-east-1:000000000000:table/${table}`]. test.each takes pairs of function and table.",
    ],
    provedBy,
    faults: [
      {
        mistake: "the notification function may write to the Booking service's table",
        file: "steps/06-notification/infra.ts",
        find: "Resource: notificationTable.arn",
        replace: "Resource: bookingTable.arn",
      },
      {
        mistake: "the ticket function may write to every table",
        file: "steps/05-ticket/infra.ts",
        find: "Resource: ticketTable.arn",
        replace: 'Resource: "*"',
      },
      {
        mistake: "the ticket function may also read the seats",
        file: "steps/05-ticket/infra.ts",
        find: 'allow: [\n      { Action: "dynamodb:PutItem", Resource: ticketTable.arn },',
        replace:
          'allow: [\n      { Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:us-east-1:000000000000:table/SeatTable" },\n      { Action: "dynamodb:PutItem", Resource: ticketTable.arn },',
      },
    ],
  },
};
