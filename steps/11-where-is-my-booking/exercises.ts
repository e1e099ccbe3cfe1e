import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "11.1": {
    minutes: 5,
    hints: [
      "Every event names its booking, and its metadata has the correlation id of the request that started it all.",
      "eventKeys returns the keys that every log line of the run gets. `bookingId` and `metadata` come from the event's detail.",
      "bookingId, and correlationId: metadata?.correlationId,",
    ],
    provedBy: ["services/observe.test.ts"],
  },
  "11.2": {
    minutes: 15,
    hints: [
      "An index has its own key. It must answer one question: which bookings are REQUESTED, and which of them is the oldest?",
      "What is equal for all that you look for is the hashKey: status. What they are sorted by is the rangeKey: openSince. An attribute that is a key is also listed in attributes, with its type S.",
      'globalSecondaryIndexes: [{ name: "OpenBookings", hashKey: "status", rangeKey: "openSince", projectionType: "ALL" }]; in attributes, both keys with type: "S".',
    ],
    provedBy: ["steps/11-where-is-my-booking/infra.test.ts", "steps/11-where-is-my-booking/flow.test.ts"],
  },
  "11.3": {
    minutes: 15,
    hints: [
      "A booking takes seconds, and after 15 minutes it expires. Someone should be told in between. And what does the metric say if nobody measures?",
      "Maximum takes the largest value of a minute. The threshold is in seconds. Ask for several minutes in a row, since one tick may be late. treatMissingData is for minutes without a value.",
      'statistic: "Maximum", comparisonOperator: "GreaterThanThreshold", threshold: 300, evaluationPeriods: 3, treatMissingData: "breaching",',
    ],
    provedBy: ["steps/11-where-is-my-booking/infra.test.ts", "steps/11-where-is-my-booking/flow.test.ts"],
  },
  "11.4": {
    minutes: 10,
    hints: [
      "The ticket may have been issued a moment ago, or may be issued a moment later. In both cases two handlers want to decide about one booking.",
      "Step 9 solved this for ticket-issue: the first decision is stored by a conditional write, and whoever comes second gets that one. Look at services/ticket/decision.ts.",
      "const decision = await decideOnce(rejected(booking, metadata), metadata);",
    ],
    provedBy: ["services/ticket/refuse/refuse.test.ts"],
  },
};
