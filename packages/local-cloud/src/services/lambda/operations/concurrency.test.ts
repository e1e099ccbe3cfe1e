import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFunction, invoke } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { named, source } from "./fixtures/charge.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
});
afterEach(() => cloud.close());

describe("reserved concurrency", () => {
  test("must leave 100 to the other functions", async () => {
    await createFunction(cloud, "charge", source);
    const put = (ReservedConcurrentExecutions: number) =>
      cloud.lambda.send(new PutFunctionConcurrencyCommand({ ...named, ReservedConcurrentExecutions }));

    await expect(put(901)).rejects.toMatchObject({
      message: expect.stringMatching(/below its minimum value of \[100\]\.$/),
    });
    await put(900);
    const { AccountLimit } = await cloud.lambda.send(new GetAccountSettingsCommand());
    expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 100 });
    expect((await cloud.lambda.send(new GetFunctionConcurrencyCommand(named))).ReservedConcurrentExecutions).toBe(900);
  });

  test("throttles Invoke beyond it", async () => {
    await createFunction(cloud, "charge", source);
    await cloud.lambda.send(new PutFunctionConcurrencyCommand({ ...named, ReservedConcurrentExecutions: 0 }));

    await expect(invoke(cloud, "charge")).rejects.toMatchObject({
      name: "TooManyRequestsException",
      message: "Rate Exceeded.",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    });
  });
});
