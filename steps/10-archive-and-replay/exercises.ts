import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/10-archive-and-replay/infra.test.ts"];

export const exercises: Exercises = {
  "10.1": {
    minutes: 5,
    hints: [
      "An archive belongs to one bus. What identifies a bus across all accounts?",
      "Its ARN. Also, an archive keeps events forever by default: the property for that is in days.",
      "eventSourceArn: bus.arn, retentionDays: 30,",
    ],
    provedBy,
  },
  "10.2": {
    minutes: 10,
    hints: [
      "An archive takes an eventPattern, as a rule does. What do the sources of our services have in common?",
      "They all begin the same way: aircraft.booking, aircraft.payment. Step 1's rule shows how to match a prefix.",
      'eventPattern: pulumi.jsonStringify({ source: [{ prefix: "aircraft." }] }),',
    ],
    provedBy,
  },
  "10.3": {
    minutes: 5,
    hints: [
      "A replay goes to the bus that the events came from. Which consumers receive them there?",
      "All whose rules match, unless the destination names some rules: it has a property FilterArns.",
      "FilterArns: [replay.ruleArn],",
    ],
    provedBy: ["steps/10-archive-and-replay/replay.test.ts"],
  },
  "10.4": {
    minutes: 10,
    hints: [
      "`archives(source)` below tells whether an event would be kept. Which sources must be kept, and which must not?",
      "`contracts` has the source of each of our events. For the others, try an AWS source, and one that only looks like ours.",
      'Loop over Object.values(contracts) and expect true; expect archives("aws.ec2") and archives("aircraft-leasing.offers") to be false.',
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
