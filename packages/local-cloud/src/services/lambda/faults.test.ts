import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateQueueCommand, GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { build } from "esbuild";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createFunction, invoke, invokeLater } from "../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";

/** A handler that sends a message with an unchanged SDK client, which would retry. */
let sender: string;
beforeAll(async () => {
  const contents = `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
    const sqs = new SQSClient({});
    export const handler = async (event) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: event.queue, MessageBody: "paid" }));
      return "sent";
    };`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "silent",
  });
  sender = outputFiles[0]!.text;
});

let cloud: TestCloud;
let queue: string;
beforeEach(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
  queue = (await cloud.sqs.send(new CreateQueueCommand({ QueueName: "paid" }))).QueueUrl!;
});
afterEach(() => cloud.close());

async function messagesInQueue(): Promise<number> {
  const { Attributes } = await cloud.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  return Number(Attributes!.ApproximateNumberOfMessages);
}

describe("a function whose environment crashes at a call", () => {
  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("%s it is made fails, and its message is sent %i times", async (when, sent) => {
    await createFunction(cloud, "charge", sender);
    cloud.faults.add({ kind: "crash", call: "sqs.SendMessage", function: "charge", when, next: 1 });
    const { functionError, payload } = await invoke(cloud, "charge", { queue });

    expect(functionError).toBe("Unhandled");
    expect(payload.errorType).toBe("Runtime.ExitError");
    expect(payload.errorMessage).toMatch(/^RequestId: \S+ Error: Runtime exited with error: signal: killed$/);
    expect(await messagesInQueue()).toBe(sent);
    expect((await invoke(cloud, "charge", { queue })).payload, "in a new environment").toBe("sent");
  });

  test("is retried by the asynchronous queue, so that the message is sent twice", async () => {
    await createFunction(cloud, "charge", sender);
    cloud.faults.add({ kind: "crash", call: "sqs.SendMessage", function: "charge", when: "after", next: 1 });
    await invokeLater(cloud, "charge", { queue });
    await cloud.clock.settle();

    expect(await messagesInQueue()).toBe(2);
  });

  test("logs that it was killed", async () => {
    await createFunction(cloud, "charge", sender);
    cloud.faults.add({ kind: "crash", call: "sqs.SendMessage", when: "before", next: 1 });
    await invoke(cloud, "charge", { queue });
    await cloud.clock.settle();

    const { events } = await cloud.logs.send(new FilterLogEventsCommand({ logGroupName: "/aws/lambda/charge" }));
    expect(events!.map(({ message }) => message).join("")).toMatch(
      /signal: killed\nRuntime.ExitError\nEND .*\nREPORT .*Status: error\tError Type: Runtime.ExitError/,
    );
  });
});

describe("a slow function", () => {
  test("takes longer by the account's clock", async () => {
    await createFunction(cloud, "charge", sender);
    cloud.faults.add({ kind: "slow", function: "charge", ms: 2000 });
    const startedAt = cloud.clock.now();
    await invokeLater(cloud, "charge", { queue });
    await cloud.clock.advance(1999);
    expect(await messagesInQueue()).toBe(0);
    await cloud.clock.advance(1);

    expect(await messagesInQueue()).toBe(1);
    expect(cloud.clock.now() - startedAt).toBe(2000);
  });

  test("times out if the delay exceeds its timeout", async () => {
    await createFunction(cloud, "charge", sender);
    cloud.faults.add({ kind: "slow", function: "charge", ms: 60_000, next: 1 });
    const answer = invoke(cloud, "charge", { queue });
    await cloud.clock.settle();

    expect((await answer).payload).toMatchObject({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/Task timed out after 3.00 seconds$/),
    });
    expect(await messagesInQueue()).toBe(0);
  });
});
