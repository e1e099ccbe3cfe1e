import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFunction, invoke, invokeLater } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";

/** A machine with room for two environments, in an account with four concurrent executions. */
let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud({
    lambda: { proactiveInitialization: false, environments: 2, concurrentExecutions: 4 },
  });
});
afterEach(() => cloud.close());

const counting = "let runs = 0; export const handler = async (event) => (event.count ? runs : ++runs);";

const pending = () => [...cloud.account.service("lambda").pending!()];

async function throttles(functionName: string): Promise<number> {
  const { Datapoints = [] } = await cloud.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/Lambda",
      MetricName: "Throttles",
      Dimensions: [{ Name: "FunctionName", Value: functionName }],
      StartTime: new Date(cloud.clock.now() - 3_600_000),
      EndTime: new Date(cloud.clock.now() + 60_000),
      Period: 60,
      Statistics: ["Sum"],
    }),
  );
  return Datapoints.reduce((sum, { Sum }) => sum + Sum!, 0);
}

test("events that wait for this machine do not use up the account's concurrency: nobody is refused", async () => {
  await createFunction(cloud, "charge", counting);
  await createFunction(cloud, "book", counting);
  const startedAt = cloud.clock.now();

  await Promise.all(Array.from({ length: 30 }, () => invokeLater(cloud, "charge", {})));
  expect((await invoke(cloud, "book", {})).payload, "a caller that waits for the answer").toBe(1);
  await cloud.clock.settle();

  expect(await throttles("charge")).toBe(0);
  expect(cloud.clock.now() - startedAt, "no event was put off").toBeLessThan(1000);
  expect((await invoke(cloud, "charge", { count: true })).payload).toBeGreaterThan(0);
  expect(pending(), "all are done").toEqual([]);
});

test("events that wait for a function that is deleted are dropped", async () => {
  await createFunction(cloud, "charge", counting);
  await Promise.all(Array.from({ length: 20 }, () => invokeLater(cloud, "charge", {})));
  await cloud.lambda.send(new DeleteFunctionCommand({ FunctionName: "charge" }));
  await cloud.clock.settle();

  expect(pending()).toEqual([]);
});
