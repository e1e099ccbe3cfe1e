import type { Context } from "aws-lambda";
import { beforeEach, expect, test, vi } from "vitest";
import { fakeAws } from "../test/support/fake-aws.ts";
import { PermanentFailure } from "./events/permanent-failure.ts";
import { wrap } from "./park.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:payment-charge";
const run = { awsRequestId: "run-1", invokedFunctionArn: functionArn } as Context;
const received = { id: "event-1" };

beforeEach(() => {
  vi.stubEnv("FAILED_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/000000000000/payment-charge-failed");
});

test("sends a permanent failure to the failure queue with its reason, and does not fail, so that nobody retries", async () => {
  const calls = fakeAws({ SendMessage: () => ({}) });

  await wrap(() => Promise.reject(new PermanentFailure("amount is missing")))(received, run);

  expect(calls[0]?.input.QueueUrl).toMatch(/payment-charge-failed$/);
  expect(JSON.parse(calls[0]?.input.MessageBody)).toMatchObject({
    version: "1.0",
    requestContext: { requestId: "run-1", functionArn, condition: "PermanentFailure", approximateInvokeCount: 1 },
    requestPayload: received,
    responsePayload: { errorType: "PermanentFailure", errorMessage: "amount is missing" },
  });
});

test("rethrows any other error, so that Lambda retries", async () => {
  const calls = fakeAws();

  await expect(wrap(() => Promise.reject(new Error("throttled")))(received, run)).rejects.toThrow("throttled");
  expect(calls).toEqual([]);
});

test("fails if it cannot park the event, so that Lambda keeps it", async () => {
  fakeAws({ SendMessage: () => Promise.reject(new Error("AccessDenied")) });

  await expect(wrap(() => Promise.reject(new PermanentFailure("no")))(received, run)).rejects.toThrow("AccessDenied");
});
