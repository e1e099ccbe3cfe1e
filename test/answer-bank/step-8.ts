// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
// How we came to these answers: we took chapter 8 and the AWS console's names for its settings, in other units, at the
// wrong layer and half filled in, and wrote the alarm's test as somebody who trusts the alarm's name.
import { type Answer, broken, inExercise, notYet, replace, right, write } from "./answer.ts";

const retry = "retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },";
const letters = "deadLetterConfig: { arn: onceCreated(policy, undelivered.queue.arn) },";

const failureQueues = `const queues = stack.all("Queue").filter(({ inputs }) => /-(undelivered|failed)$/.test(inputs.name));`;

export const step8: Answer[] = [
  ...inExercise(
    "8.1",
    right(
      "waits for the policy with an apply of its own, and computes the hour",
      write(`deadLetterConfig: { arn: policy.id.apply(() => undelivered.queue.arn) },
retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 60 * 60 },`),
    ),
    right(
      "combines both outputs",
      write(`${retry}
deadLetterConfig: { arn: pulumi.all([policy.queueUrl, undelivered.queue]).apply(([, { arn }]) => arn) },`),
    ),
    notYet("sets nothing", write("// nothing"), ["without a retryPolicy", "for a day"]),
    notYet("sets the age alone", write(`retryPolicy: { maximumEventAgeInSeconds: 3600 },\n${letters}`), [
      "no maximumRetryAttempts",
      "never retries",
    ]),
    notYet("sets the count alone", write(`retryPolicy: { maximumRetryAttempts: 185 },\n${letters}`), [
      "no maximumEventAgeInSeconds",
      "AWS refuses",
    ]),
    notYet("gives the age in minutes", replace("Seconds: 3600", "Seconds: 60"), ["is not an hour", "60"]),
    notYet("gives the age in milliseconds", replace("Seconds: 3600", "Seconds: 3_600_000"), [
      "is not an hour",
      "3600000",
    ]),
    notYet("lets ten retries end it", replace("Attempts: 185", "Attempts: 10"), [
      "may end the retries before the hour is over",
    ]),
    notYet("wants more retries than EventBridge allows", replace("Attempts: 185", "Attempts: 1000"), [
      "EventBridge refuses a count of 1000",
    ]),
    notYet("keeps no dead letter", write(retry), ["without a deadLetterConfig"]),
    notYet(
      "does not wait for the queue's policy",
      write(`${retry}\ndeadLetterConfig: { arn: undelivered.queue.arn },`),
      ["does not wait for the policy of its queue"],
    ),
    notYet(
      "gives the queue's URL",
      write(`${retry}\ndeadLetterConfig: { arn: onceCreated(policy, undelivered.queue.url) },`),
      ["deadLetterConfig.arn is the URL"],
    ),
    notYet(
      "sends the dead letter back to the rule",
      write(`${retry}\ndeadLetterConfig: { arn: onceCreated(policy, rule.arn) },`),
      ["deadLetterConfig.arn is not the ARN of a queue"],
    ),
    broken(
      "uses EventBridge's own names",
      write(`RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 3600 },
DeadLetterConfig: { Arn: undelivered.queue.arn },`),
      ["no properties in common", "begin with a small letter"],
    ),
    broken("writes the ARN without its object", write(`${retry}\ndeadLetterConfig: undelivered.queue.arn,`), ["Type"]),
    broken("passes the queue instead of its ARN", replace("undelivered.queue.arn", "undelivered.queue"), [
      "Queue",
      "usually its name or its ARN",
    ]),
  ),
  ...inExercise(
    "8.2",
    right(
      "names the function by its ARN, and leaves both limits to Lambda",
      write(`const destinationConfig = { onFailure: { destination } };
new aws.lambda.FunctionEventInvokeConfig(name, { functionName: consumer.arn, destinationConfig }, opts);`),
    ),
    right(
      "names the function by its id, and keeps the event for six hours",
      write(`new aws.lambda.FunctionEventInvokeConfig(
  name,
  { destinationConfig: { onFailure: { destination } }, functionName: consumer.id, maximumEventAgeInSeconds: 21_600 },
  { ...opts, dependsOn: [consumer] },
);`),
    ),
    notYet("configures nothing", write("void [aws, name, consumer, destination, opts];"), [
      "Lambda drops the event after two retries",
    ]),
    notYet("keeps what succeeded", replace("onFailure: { destination }", "onSuccess: { destination }"), [
      "without onFailure",
    ]),
    notYet(
      "takes the resource's name for the function's",
      replace("functionName: consumer.name", "functionName: name"),
      ["functionName is none of a function", "-on-failure"],
    ),
    notYet(
      "sends the event back to the function",
      replace("onFailure: { destination }", "onFailure: { destination: consumer.arn }"),
      ["the destination is not the failure queue", "function"],
    ),
    notYet("leaves out the destination", replace("      destinationConfig: { onFailure: { destination } },\n", ""), [
      "without onFailure",
    ]),
    notYet("lets Lambda give up at once", replace("maximumRetryAttempts: 2", "maximumRetryAttempts: 0"), [
      "Lambda does not run the function again",
    ]),
    notYet("wants more retries than Lambda allows", replace("maximumRetryAttempts: 2", "maximumRetryAttempts: 185"), [
      "Lambda refuses",
    ]),
    notYet("gives the age in minutes", replace("Seconds: 3600", "Seconds: 60"), ["before the second retry"]),
    notYet("gives the age in milliseconds", replace("Seconds: 3600", "Seconds: 3_600_000"), ["Lambda refuses"]),
    broken("gives all configurations one name", replace("    name,\n    {", '    "on-failure",\n    {'), [
      'Two resources are called "on-failure"',
    ]),
    broken(
      "writes the destination without its object",
      replace("onFailure: { destination }", "onFailure: destination"),
      ["OnFailure", "an object with that value in it"],
    ),
    broken(
      "uses CloudFormation's name",
      replace("new aws.lambda.FunctionEventInvokeConfig", "new aws.lambda.EventInvokeConfig"),
      ["EventInvokeConfig"],
    ),
    broken(
      "passes the function instead of its name",
      replace("functionName: consumer.name", "functionName: consumer"),
      ["Function", "string"],
    ),
  ),
  ...inExercise(
    "8.3",
    right(
      "asks for what to park",
      write(`if (error instanceof PermanentFailure) {
  await park(event, context, error);
  return undefined;
}
throw error;`),
    ),
    right(
      "goes by the error's name",
      write(`const failure = error as Error;
switch (failure.name) {
  case "PermanentFailure":
    await park(event, context, failure);
    return undefined;
  default:
    throw failure;
}`),
    ),
    notYet("leaves the draft", write("await park(event, context, error as Error);\nreturn undefined;"), [
      "a throttled call was given up at the first attempt",
    ]),
    notYet(
      "parks, and throws as well",
      write("if (error instanceof PermanentFailure) await park(event, context, error);\nthrow error;"),
      ["the event is parked, and the function fails as well"],
    ),
    notYet("parks nothing", write("void [park, event, context];\nthrow error;"), ["the event was not parked"]),
    notYet(
      "parks everything but permanent failures",
      write(
        "if (error instanceof PermanentFailure) throw error;\nawait park(event, context, error as Error);\nreturn undefined;",
      ),
      ["the event was not parked"],
    ),
    notYet(
      "parks every error that is an Error",
      write("if (!(error instanceof Error)) throw error;\nawait park(event, context, error);\nreturn undefined;"),
      ["a throttled call was given up at the first attempt"],
    ),
    notYet(
      "drops what it does not park",
      write(
        "if (!(error instanceof PermanentFailure)) return undefined;\nawait park(event, context, error);\nreturn undefined;",
      ),
      ["a throttled call was given up at the first attempt"],
    ),
    notYet(
      "parks the event before it lets the error through",
      write(
        "await park(event, context, error as Error);\nif (!(error instanceof PermanentFailure)) throw error;\nreturn undefined;",
      ),
      ["the event is parked, but Lambda still has it too"],
    ),
    notYet(
      "hides the error behind one of its own",
      write(
        'if (!(error instanceof PermanentFailure)) throw new Error("retry");\nawait park(event, context, error);\nreturn undefined;',
      ),
      ["Lambda retries", "what failed"],
    ),
    broken(
      "does not wait until the event is parked",
      write("if (!(error instanceof PermanentFailure)) throw error;\npark(event, context, error);\nreturn undefined;"),
      ["await"],
      "park(event",
    ),
    broken(
      "asks for a property of an unknown error",
      write(
        'if (error.name !== "PermanentFailure") throw error;\nawait park(event, context, error);\nreturn undefined;',
      ),
      ["'error' is of type 'unknown'"],
    ),
  ),
  ...inExercise(
    "8.4",
    right(
      "compares all of them at once",
      write(`test("8.4 watches every failure queue", () => {
  const watched = stack
    .all("MetricAlarm", { metricName: "ApproximateNumberOfMessagesVisible", comparisonOperator: "GreaterThanThreshold", threshold: 0 })
    .map(({ inputs }) => inputs.dimensions.QueueName);
  ${failureQueues}
  expect(watched.sort()).toEqual(queues.map(({ inputs }) => inputs.name).sort());
});`),
    ),
    right(
      "asks each queue for an alarm at one message",
      write(`test("8.4 rings at the first message", () => {
  ${failureQueues}
  for (const { inputs } of queues) {
    const alarms = stack.all("MetricAlarm").filter((alarm) => alarm.inputs.dimensions?.QueueName === inputs.name);
    const rings = alarms.some(({ inputs: { metricName, threshold } }) => /MessagesVisible$/.test(metricName) && threshold < 1);
    expect(rings, inputs.name).toBe(true);
  }
});`),
    ),
    notYet("leaves the TODO", write('test.todo("8.4 raises an alarm for the first message in any failure queue");'), [
      "there is no test for 8.4 yet",
    ]),
    notYet(
      "gives the test no number",
      write('test("rings at the first message", () => {\n  expect(stack.all("MetricAlarm")).not.toEqual([]);\n});'),
      ["there is no test for 8.4 yet", 'a title that starts with "8.4 "'],
    ),
    notYet(
      "counts the alarms",
      write(`test("8.4 has two alarms for each queue", () => {
  ${failureQueues}
  expect(stack.all("MetricAlarm").length).toBeGreaterThanOrEqual(2 * queues.length);
});`),
      ["does not notice that the alarm ignores a single message"],
    ),
    notYet(
      "looks at the threshold alone",
      write(`test("8.4 rings at the first message", () => {
  for (const { inputs } of stack.all("MetricAlarm").filter(({ name }) => /-(undelivered|failed)-alarm$/.test(name))) {
    expect(inputs.threshold).toBe(0);
  }
});`),
      ["does not notice that the alarm watches the customer's inbox"],
    ),
    notYet(
      "trusts the alarm's name for its queue",
      write(`test("8.4 rings at the first message", () => {
  ${failureQueues}
  for (const { inputs } of queues) {
    expect(stack.one("MetricAlarm", { name: inputs.name }).inputs).toMatchObject({
      metricName: "ApproximateNumberOfMessagesVisible",
      threshold: 0,
    });
  }
});`),
      ["does not notice that the alarm watches the customer's inbox"],
    ),
    notYet(
      "does not look at the metric",
      write(`test("8.4 rings at the first message", () => {
  ${failureQueues}
  for (const { inputs } of queues) {
    const alarm = stack.one("MetricAlarm", { name: inputs.name });
    expect(alarm.inputs.threshold).toBe(0);
    expect(alarm.inputs.dimensions.QueueName).toBe(inputs.name);
  }
});`),
      ["does not notice that the alarm counts only messages in flight"],
    ),
    notYet(
      "asks of each alarm what only the first has",
      write(`test("8.4 rings at the first message", () => {
  for (const { inputs } of stack.all("MetricAlarm")) expect(inputs.threshold).toBe(0);
});`),
      ["86400"],
    ),
    notYet(
      "looks for queues by the names of components",
      write(`test("8.4 rings at the first message", () => {
  for (const { inputs } of stack.all("FailureQueue")) {
    expect(stack.one("MetricAlarm", { name: inputs.name }).inputs.threshold).toBe(0);
  }
});`),
      ["MetricAlarm"],
    ),
    notYet(
      "forgets the matcher",
      write(`test("8.4 rings at the first message", () => {
  for (const { inputs } of stack.all("MetricAlarm")) expect(inputs.threshold === 0);
});`),
      ["does not notice that the alarm ignores a single message"],
    ),
  ),
];
