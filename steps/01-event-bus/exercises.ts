// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hints quote code as it is written

import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/01-event-bus/infra.test.ts"];

export const exercises: Exercises = {
  "1.1": {
    minutes: 5,
    hints: [
      "A resource has two names: the logical name, its first argument, and the physical name, which AWS uses.",
      "The physical name is the property `name`. The log group below shows how names stay unique in a class.",
      'name: context.name("AircraftBookingBus"),',
    ],
    provedBy,
  },
  "1.2": {
    minutes: 10,
    hints: [
      "The rule needs two more properties: which bus it is on, and a pattern.",
      'Every event has a source. { prefix: "…" } matches the start of a string. Which prefix does every string have?',
      'eventBusName: bus.name, eventPattern: pulumi.jsonStringify({ source: [{ prefix: "" }] })',
    ],
    provedBy,
  },
  "1.3": {
    minutes: 10,
    hints: [
      "EventBridge needs permission to write to a log group. The policy needs one statement.",
      "EventBridge uses two services here: events.amazonaws.com and delivery.logs.amazonaws.com. They create a stream (logs:CreateLogStream) and put events into it (logs:PutLogEvents).",
      'Effect: "Allow", Principal: { Service: [both names] }, Action: [both actions], Resource: pulumi.interpolate`${eventLog.arn}:*`',
    ],
    provedBy: [...provedBy, "steps/01-event-bus/flow.test.ts"],
  },
};
