import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/03-payment/infra.test.ts"];

export const exercises: Exercises = {
  "3.1": {
    minutes: 10,
    hints: [
      "Two properties, as for the rule in step 1: the bus, and a pattern. This one matches one kind of event.",
      "Both keys of the pattern must match: source (the publisher) and detail-type (what happened). Each has a list of values.",
      'pulumi.jsonStringify({ source: ["aircraft.booking"], "detail-type": ["BookingCreated"] })',
    ],
    provedBy,
  },
  "3.2": {
    minutes: 10,
    hints: [
      "A function can be invoked only by callers that its resource policy allows. aws.lambda.Permission adds one.",
      'It needs action, function, principal and sourceArn. The principal is the calling service: "events.amazonaws.com".',
      'action: "lambda:InvokeFunction", function: paymentCharge.function.name, sourceArn: bookingCreatedRule.arn',
    ],
    provedBy: [...provedBy, "steps/03-payment/flow.test.ts"],
  },
  "3.3": {
    minutes: 10,
    hints: [
      "The target says where events that match the rule are sent. A rule's name is unique only on its own bus.",
      "Three properties: rule (its name), eventBusName, and arn (where the event goes).",
      "rule: bookingCreatedRule.name, eventBusName: bus.name, arn: paymentCharge.function.arn",
    ],
    provedBy,
  },
  "3.4": {
    minutes: 10,
    hints: [
      "Mistakes in a limit show at its edge: test the last amount that passes and the first one that does not.",
      'decide({ ...booking, amount }, "PAY001").status is SUCCESS or FAILED; `limit` is exported.',
      'expect(decide({ ...booking, amount: limit }, "PAY001").status).toBe("SUCCESS"), and the same for limit + 0.01',
    ],
    provedBy: ["services/payment/decide.test.ts"],
    faults: [
      {
        mistake: "an amount at the limit is declined",
        file: "services/payment/decide.ts",
        find: "amount <= limit",
        replace: "amount < limit",
      },
      {
        mistake: "an amount just above the limit is confirmed",
        file: "services/payment/decide.ts",
        find: "amount <= limit",
        replace: "amount <= limit + 1",
      },
    ],
  },
};
