import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/10-archive-and-replay/infra.test.ts"];

export const exercises: Exercises = {
  "10.1": {
    minutes: 5,
    hints: [
      "An archive belongs to one bus. What tells one bus from all others, in every account?",
      "Its ARN. And an archive keeps what it has until you say how long: the property counts days.",
      "eventSourceArn: bus.arn, retentionDays: 30,",
    ],
    provedBy,
  },
  "10.2": {
    minutes: 10,
    hints: [
      "An archive takes an eventPattern, as a rule does. What do the sources of our services have in common?",
      "They begin alike: aircraft.booking, aircraft.payment. Step 1's rule shows how to match a beginning.",
      'eventPattern: pulumi.jsonStringify({ source: [{ prefix: "aircraft." }] }),',
    ],
    provedBy,
  },
  "10.3": {
    minutes: 5,
    hints: [
      "A replay goes to the bus that the events came from. Who hears them there?",
      "Every rule that matches, unless the destination names some: it has a property FilterArns.",
      "FilterArns: [replay.ruleArn],",
    ],
    provedBy: ["steps/10-archive-and-replay/replay.test.ts"],
  },
  "10.4": {
    minutes: 10,
    hints: [
      "`archives(source)` below tells whether an event would be kept. Which sources must be, and which must not?",
      "`contracts` has the source of every event of ours. For the others, try one of AWS, and one that only looks like ours.",
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
        mistake: "everybody's events are kept",
        file: "steps/10-archive-and-replay/infra.ts",
        find: 'prefix: "aircraft."',
        replace: 'prefix: ""',
      },
      {
        mistake: "the events of a service whose name only begins like ours are kept",
        file: "steps/10-archive-and-replay/infra.ts",
        find: 'prefix: "aircraft."',
        replace: 'prefix: "aircraft"',
      },
    ],
  },
};
