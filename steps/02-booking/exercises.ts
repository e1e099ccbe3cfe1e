// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hints quote code as it is written

import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/02-booking/infra.test.ts"];

export const exercises: Exercises = {
  "2.1": {
    minutes: 10,
    hints: [
      "Look in services/booking/api/api.ts: which commands does the handler send, and to what?",
      "PutCommand is dynamodb:PutItem and GetCommand is dynamodb:GetItem, both on the table; publishing is events:PutEvents, on the bus.",
      'One of the two entries: { Action: "events:PutEvents", Resource: bus.arn }',
    ],
    provedBy: [...provedBy, "steps/02-booking/flow.test.ts"],
  },
  "2.2": {
    minutes: 10,
    hints: [
      "What a function prints goes into a stream of its log group, if its role may do that.",
      "Two actions: logs:CreateLogStream and logs:PutLogEvents. Not logs:CreateLogGroup: the program made the group.",
      "The resource is what is in the group: pulumi.interpolate`${logGroup.arn}:*`",
    ],
    provedBy: [...provedBy, "steps/02-booking/flow.test.ts"],
  },
  "2.3": {
    minutes: 5,
    hints: [
      "A function's URL is reachable from everywhere. Who may use it?",
      "authorizationType knows two values: NONE lets everybody in, the other one asks for a signature.",
      'authorizationType: "AWS_IAM",',
    ],
    provedBy: [...provedBy, "steps/02-booking/flow.test.ts"],
  },
  "2.4": {
    minutes: 10,
    hints: [
      "PutEvents answers 200 though it did not take an event. What in its answer tells?",
      "answer.Entries has one entry for each event; a refused one has ErrorCode and ErrorMessage.",
      "Find an entry with an ErrorCode; if there is one, throw an Error that names the event, the code and the message.",
    ],
    provedBy: ["services/events/publish.test.ts", "steps/02-booking/flow.test.ts"],
  },
};
