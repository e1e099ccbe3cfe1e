import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/10-archive-and-replay/infra.test.ts"];

export const exercises: Exercises = {
  "10.1": {
    minutes: 10,
    hints: [
      "Which bus, which of its events, and for how long? What identifies a bus across all accounts is its ARN.",
      "retentionDays is in days. The pattern is JSON, like a rule's: step 1's rule shows how to match a prefix.",
      'eventSourceArn: bus.arn, retentionDays: 30, eventPattern: pulumi.jsonStringify({ source: [{ prefix: "aircraft." }] }),',
    ],
    provedBy,
  },
  "10.2": {
    minutes: 10,
    hints: [
      "The destination can name the rules that receive the events: it has a property FilterArns. And look at an event's time in your log: how exact is it?",
      "An event's time has no milliseconds. So the period must begin with the second before, and end with the one after: see wholeSecond below.",
      "FilterArns: [replay.ruleArn], and EventStartTime: wholeSecond(replay.from, Math.floor), with Math.ceil for the end",
    ],
    provedBy: ["steps/10-archive-and-replay/replay.test.ts"],
  },
  "10.3": {
    minutes: 10,
    hints: [
      "`archives(source)` below tells whether an event would be kept. Which sources must be kept, and which must not?",
      "`contracts` has the source of each of our events. For the others, try an AWS source, and one that only looks like ours.",
      'Loop over `contracts` and expect true; expect archives("aws.ec2") and archives("aircraft-leasing.offers") to be false.',
    ],
    provedBy,
    faults: [
      {
        mistake: "only the Payment service's events are kept",
        file: "steps/10-archive-and-replay/infra.ts",
        find: 'prefix: "aircraft."',
        replace: 'prefix: "aircraft.p"',
      },
      {
        mistake: "events from all sources are kept",
        file: "steps/10-archive-and-replay/infra.ts",
        find: 'prefix: "aircraft."',
        replace: 'prefix: ""',
      },
      {
        mistake: "events from a source that only looks like ours are kept",
        file: "steps/10-archive-and-replay/infra.ts",
        find: 'prefix: "aircraft."',
        replace: 'prefix: "aircraft"',
      },
    ],
  },
};
