// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hints quote code as it is written

import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/01-event-bus/infra.test.ts"];

export const exercises: Exercises = {
  "1.1": {
    minutes: 5,
    hints: [
      "A resource has two names: the logical one, its first argument, and the physical one, which AWS knows.",
      "The physical name is the property `name`. The log group below shows how a class keeps its names apart.",
      'name: context.name("AircraftBookingBus"),',
    ],
    provedBy,
  },
  "1.2": {
    minutes: 10,
    hints: [
      "The rule needs two more properties: which bus it is on, and a pattern.",
      'Every event has a source. EventBridge matches the beginning of a text with { prefix: "…" }: which prefix has every text?',
      'eventBusName: bus.name, and as eventPattern pulumi.jsonStringify({ source: [{ prefix: "" }] })',
    ],
    provedBy,
  },
  "1.3": {
    minutes: 10,
    hints: [
      "A log group refuses everybody whom no policy lets in, EventBridge too. The policy needs one statement.",
      "EventBridge is two services here: events.amazonaws.com and delivery.logs.amazonaws.com. It makes a stream (logs:CreateLogStream) and puts events into it (logs:PutLogEvents).",
      'Effect: "Allow", Principal: { Service: [both names] }, Action: [both actions], Resource: pulumi.interpolate`${eventLog.arn}:*`',
    ],
    provedBy: [...provedBy, "steps/01-event-bus/flow.test.ts"],
  },
};
