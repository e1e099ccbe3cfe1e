import type { Context } from "aws-lambda";
import { beforeEach, expect, test, vi } from "vitest";
import { fakeAws } from "../test/support/fake-aws.ts";
import { messageOfFailure } from "../test/support/message-of-failure.ts";
import { PermanentFailure } from "./events/permanent-failure.ts";
import { wrap } from "./park.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:payment-charge";
const run = { awsRequestId: "run-1", invokedFunctionArn: functionArn } as Context;
const received = { id: "event-1" };

beforeEach(() => {
  vi.stubEnv("FAILED_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/000000000000/payment-charge-failed");
});

test("8.3 parks a permanent failure in the failure queue, with its reason", async () => {
  const calls = fakeAws({ SendMessage: () => ({}) });

  await wrap(() => Promise.reject(new PermanentFailure("amount is missing")))(received, run).catch(() => {});

  expect(calls, "the event was not parked, or more than once").toHaveLength(1);
  expect(calls[0]?.input.QueueUrl).toMatch(/payment-charge-failed$/);
  expect(JSON.parse(calls[0]?.input.MessageBody)).toMatchObject({
    version: "1.0",
    requestContext: { requestId: "run-1", functionArn, condition: "PermanentFailure", approximateInvokeCount: 1 },
    requestPayload: received,
    responsePayload: { errorType: "PermanentFailure", errorMessage: "amount is missing" },
  });
});

test("8.3 does not fail after it has parked the event", async () => {
  const calls = fakeAws({ SendMessage: () => ({}) });

  const failure = await messageOfFailure(
    wrap(() => Promise.reject(new PermanentFailure("amount is missing")))(received, run),
  );

  const why =
    calls.length === 0
      ? "no retry can help, but the function fails, so Lambda runs it again"
      : "the event is parked, and the function fails as well: so Lambda runs it again, and each run parks it again";
  expect(failure, why).toBeUndefined();
});

test("8.3 fails with any other error, so that Lambda retries", async () => {
  const calls = fakeAws({ SendMessage: () => ({}) });

  const failure = await messageOfFailure(wrap(() => Promise.reject(new Error("throttled")))(received, run));

  expect(
    failure,
    "a throttled call was given up at the first attempt: a minute later it might have worked, without any person",
  ).toBeDefined();
  expect(failure, "Lambda retries, but neither the log nor the queue will tell what failed").toContain("throttled");
  expect(calls, "the event is parked, but Lambda still has it too").toEqual([]);
});

test("fails if it cannot park the event, so that Lambda keeps it", async () => {
  fakeAws({ SendMessage: () => Promise.reject(new Error("AccessDenied")) });

  await expect(wrap(() => Promise.reject(new PermanentFailure("no")))(received, run)).rejects.toThrow("AccessDenied");
});
