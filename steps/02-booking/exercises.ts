// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hints quote code as it is written

import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/02-booking/infra.test.ts"];

export const exercises: Exercises = {
  "2.1": {
    minutes: 10,
    hints: [
      "Look at services/booking/api/api.ts: which commands does the handler send, and to which resource?",
      "PutCommand is dynamodb:PutItem and GetCommand is dynamodb:GetItem, both on the table; publishing is events:PutEvents on the bus.",
      'One of the two entries: { Action: "events:PutEvents", Resource: bus.arn }',
    ],
    provedBy: [...provedBy, "steps/02-booking/flow.test.ts"],
  },
  "2.2": {
    minutes: 10,
    hints: [
      "Lambda writes a function's output to a stream in its log group, if the role allows it.",
      "Two actions: logs:CreateLogStream and logs:PutLogEvents. Not logs:CreateLogGroup: the program creates the group.",
      "The resource is the streams in the group: pulumi.interpolate`${logGroup.arn}:*`",
    ],
    provedBy: [...provedBy, "steps/02-booking/flow.test.ts"],
  },
  "2.3": {
    minutes: 5,
    hints: [
      "A function URL is reachable from the whole internet. Who may use it?",
      "authorizationType has two values: NONE accepts every request, the other one requires a signature.",
      'authorizationType: "AWS_IAM",',
    ],
    provedBy: [...provedBy, "steps/02-booking/flow.test.ts"],
  },
  "2.4": {
    minutes: 10,
    hints: [
      "PutEvents answers 200 even if it rejects an event. Where does its answer show that?",
      "answer.Entries has one entry for each event; a rejected one has ErrorCode and ErrorMessage.",
      "Find an entry with an ErrorCode; if there is one, throw an Error that names the event, the code and the message.",
    ],
    provedBy: ["services/events/publish.test.ts", "steps/02-booking/flow.test.ts"],
  },
};
