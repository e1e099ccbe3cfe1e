import { stripVTControlCharacters } from "node:util";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { build } from "esbuild";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { event } from "../../../../test/support/events.ts";
import { sharedCloud } from "../../../../test/support/local-stack.ts";
import { readEvents } from "../bookings/read-events.ts";
import { describeFailedList } from "./describe.ts";
import { discard, discardedStream, readDiscarded } from "./discard.ts";
import { putBack } from "./messages.ts";
import { Failures } from "./test-support.ts";

const stack = sharedCloud({ step: 8 });
const logGroup = "/aws/events/AircraftBookingBus";
const failures = new Failures(stack);

test("distinguishes a permanent failure, which the handler itself recorded, from exhausted retries", async () => {
  await park("B1");

  const failed = await failures.look();

  expect(failed).toMatchObject([
    {
      layer: "function",
      kind: "permanent",
      cause: "PermanentFailure",
      error: "ContractError: amount: expected number",
      target: "payment-charge",
      attempts: 1,
    },
  ]);
  expect(describeFailedList(failed).map(stripVTControlCharacters).join("\n")).toMatch(
    /^The function gave up at once: no retry can help \(permanent failure\): 1\n {2}payment-charge: PermanentFailure\n .* 1 {2}BookingCreated {2}B1 {2}tried once {2}ContractError: amount/,
  );
  await failures.empty();
});

test("reports an event that its handler parks again, although the invocation succeeded", async () => {
  await replaceHandlerWithOneThatParks("notification-send");
  await park("B2", "notification-send");

  const redriven = await failures.redriveAll();

  expect(redriven).toMatchObject([{ kind: "parked", error: "ContractError: still broken" }]);
  expect(await failures.look(), "the new record replaces the old one").toMatchObject([
    { kind: "permanent", target: "notification-send", requestId: redriven[0]!.requestId },
  ]);
  await failures.empty();
});

test("discards a message for good, and keeps who, when, why and the whole message", async () => {
  await park("B3");
  const [failed] = await failures.take();
  const body = failed!.message.Body;
  const now = stack.clock.now();

  await discard(failures.clients, [failed!], { logGroup, by: "arn:aws:iam::1:user/ada", reason: "a test", now });

  expect(await failures.look()).toEqual([]);
  expect(await readDiscarded(failures.clients, logGroup)).toMatchObject([
    {
      at: new Date(now).toISOString(),
      by: "arn:aws:iam::1:user/ada",
      reason: "a test",
      kind: "permanent",
      target: "payment-charge",
      detailType: "BookingCreated",
      bookingId: "B3",
      queue: expect.stringMatching(/:payment-charge-failed$/),
      message: { body },
    },
  ]);
});

test("keeps the attributes of an undelivered event, which say why", async () => {
  const queue = failures.queues.find(({ layer }) => layer === "target")!;
  const MessageAttributes = {
    TARGET_ARN: { DataType: "String", StringValue: "arn:aws:lambda:us-east-1:000000000000:function:payment-charge" },
    ERROR_CODE: { DataType: "String", StringValue: "NO_PERMISSIONS" },
  };
  const MessageBody = JSON.stringify(event("BookingCreated"));
  await stack.cloud.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody, MessageAttributes }));
  await stack.clock.advance(1000);

  await discard(failures.clients, await failures.take(), { logGroup, by: "me", reason: "x", now: stack.clock.now() });

  const records = await readDiscarded(failures.clients, logGroup);
  // Records of the same moment are in no order.
  expect(records).toContainEqual(
    expect.objectContaining({
      kind: "undelivered",
      message: expect.objectContaining({ attributes: MessageAttributes }),
    }),
  );
});

test("is in a stream of the event log in which no query looks for events", async () => {
  await stack.cloud.events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: "AircraftBookingBus", Source: "test", DetailType: "Marker", Detail: '{"x": 1}' }],
    }),
  );
  await park("B4");
  await discard(failures.clients, await failures.take(), { logGroup, by: "me", reason: "x", now: stack.clock.now() });

  const { events = [] } = await stack.cloud.logs.send(
    new FilterLogEventsCommand({ logGroupName: logGroup, logStreamNames: [discardedStream] }),
  );
  expect(events.length).toBeGreaterThan(0);
  const seen = await readEvents(failures.clients, { logGroup });
  expect(seen.filter(({ source }) => source !== "test")).toEqual([]);
});

test("leaves the message in its queue if the record cannot be written", async () => {
  await park("B5");
  const failed = await failures.take();
  const logs = { send: () => Promise.reject(new Error("AccessDenied")) } as never;

  await expect(
    discard({ ...failures.clients, logs }, failed, { logGroup, by: "me", reason: "x", now: 0 }),
  ).rejects.toThrow("AccessDenied");

  await putBack(failures.clients, failed);
  expect(await failures.look()).toMatchObject([{ event: { detail: { bookingId: "B5" } } }]);
  await failures.empty();
});

/** Sends the record that a handler sends when it recognizes an event that breaks its contract. */
async function park(bookingId: string, functionName = "payment-charge"): Promise<void> {
  const QueueUrl = failures.queues.find(({ arn }) => arn.endsWith(`:${functionName}-failed`))!.url;
  const MessageBody = JSON.stringify({
    version: "1.0",
    timestamp: "2026-05-03T10:00:00.000Z",
    requestContext: {
      requestId: "11111111-2222-3333-4444-555555555555",
      functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
      condition: "PermanentFailure",
      approximateInvokeCount: 1,
    },
    requestPayload: { ...event("BookingCreated"), detail: { bookingId } },
    responsePayload: { errorType: "ContractError", errorMessage: "amount: expected number" },
  });
  await stack.cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

async function replaceHandlerWithOneThatParks(functionName: string): Promise<void> {
  const QueueUrl = failures.queues.find(({ arn }) => arn.endsWith(`:${functionName}-failed`))!.url;
  const contents = `
    import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
    export async function handler(event, { awsRequestId: requestId, invokedFunctionArn: functionArn }) {
      const requestContext = { requestId, functionArn, condition: "PermanentFailure", approximateInvokeCount: 1 };
      const responsePayload = { errorType: "ContractError", errorMessage: "still broken" };
      const record = { version: "1.0", timestamp: new Date(), requestContext, requestPayload: event, responsePayload };
      await new SQSClient({}).send(
        new SendMessageCommand({ QueueUrl: ${JSON.stringify(QueueUrl)}, MessageBody: JSON.stringify(record) }),
      );
    }`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
  const ZipFile = zipSync({ "index.mjs": strToU8(outputFiles[0]!.text) });
  await stack.cloud.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile }));
}
