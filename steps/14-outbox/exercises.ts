import type { Exercises } from "../exercise.ts";

const infra = "steps/14-outbox/infra.test.ts";
const flow = "steps/14-outbox/flow.test.ts";

export const exercises: Exercises = {
  "14.1": {
    minutes: 5,
    hints: [
      "A stream tells what was written to a table. The pipe must see what is new: which images does it need?",
      "streamEnabled turns it on; streamViewType says which images a record has: only the keys, the new one, the old one, or both.",
      'streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES", and only for the booking table',
    ],
    provedBy: [infra],
  },
  "14.2": {
    minutes: 15,
    hints: [
      "Most writes bring no new event: a ticketed booking keeps the event that it had. What tells the two kinds of write apart?",
      "Compare the two images: a new event is there now, and was not there before, or was another one.",
      "In the first filter, NewImage has the event (exists: true) and OldImage has none (exists: false).",
    ],
    provedBy: [infra],
  },
  "14.3": {
    minutes: 10,
    hints: [
      "A stream's record is in DynamoDB's own JSON: { N: \"300\" }. The stored detail is a string. Which path leads to it?",
      "$.dynamodb.NewImage.event.M.detail.S is the string. As the whole template, unquoted, it becomes the event's detail as it is.",
      'inputTemplate: "<$.dynamodb.NewImage.event.M.detail.S>"; detailType is a path, too: the same, with detailType in place of detail.',
    ],
    provedBy: [infra, flow],
  },
  "14.4": {
    minutes: 10,
    hints: [
      "Since 14.3, every event of Booking is published twice, under one id. Who should stop?",
      "Point the function to the handler in `outbox`, say that it publishes nothing, and take away a permission.",
      'publishes: [], and allow.filter(({ Action }) => Action !== "events:PutEvents")',
    ],
    provedBy: [infra, flow],
  },
};
