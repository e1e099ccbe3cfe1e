import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { createFunction, createRole, invoke, invokeLater } from "../../../testing/functions.ts";
import { startTestCloud } from "../../../testing/index.ts";

test("five functions share two environments, and no event is lost", async () => {
  await using cloud = await startTestCloud({ lambda: { environments: 2, proactiveInitialization: false } });
  const Role = await createRole(cloud, "all");
  const runs = new Map<string, number>();
  const source = `export const handler = async (event) => { console.log('ran ' + event.n); };`;
  for (const name of ["a", "b", "c", "d", "e"]) await createFunction(cloud, name, source, { Role });
  await Promise.all(Array.from({ length: 50 }, (_, n) => invokeLater(cloud, "abcde"[n % 5]!, { n })));
  await cloud.clock.settle();

  for (const name of ["a", "b", "c", "d", "e"]) {
    const { events } = await cloud.logs.send(
      new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, filterPattern: "ran" }),
    );
    runs.set(name, events!.length);
  }
  expect(Object.fromEntries(runs)).toEqual({ a: 10, b: 10, c: 10, d: 10, e: 10 });
});

test("a synchronous call beyond the account's concurrency is refused", async () => {
  await using cloud = await startTestCloud({ lambda: { concurrentExecutions: 1, proactiveInitialization: false } });
  await createFunction(cloud, "slow", "export const handler = () => new Promise((done) => setTimeout(done, 50));");
  const results = await Promise.allSettled([invoke(cloud, "slow"), invoke(cloud, "slow")]);

  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { name: "TooManyRequestsException", Reason: "ConcurrentInvocationLimitExceeded" },
  });
});

test("time advances for a slow function, even while a caller waits for its environment", async () => {
  await using cloud = await startTestCloud({ lambda: { environments: 1, proactiveInitialization: false } });
  const Role = await createRole(cloud, "all");
  for (const name of ["slow", "quick"])
    await createFunction(cloud, name, "export const handler = async () => 1;", { Role });
  cloud.faults.add({ kind: "slow", function: "slow", ms: 2000 });
  const startedAt = cloud.clock.now();
  await invokeLater(cloud, "slow", {});

  const answer = invoke(cloud, "quick");
  await cloud.clock.settle();

  expect((await answer).payload).toBe(1);
  expect(cloud.clock.now() - startedAt).toBe(2000);
});

test("an event that waits for a slow function gets another environment, if there is room", async () => {
  await using cloud = await startTestCloud({ lambda: { environments: 2, proactiveInitialization: false } });
  await createFunction(cloud, "pay", "export const handler = async () => 1;");
  cloud.faults.add({ kind: "slow", function: "pay", ms: 2000, next: 1 });
  const startedAt = cloud.clock.now();
  await invokeLater(cloud, "pay", {});

  expect((await invoke(cloud, "pay")).payload).toBe(1);
  expect(cloud.clock.now(), "before the slow run ends").toBe(startedAt);
});

test("a function that invokes another one gets a response, even if it holds the last environment", async () => {
  await using cloud = await startTestCloud({ lambda: { environments: 1, proactiveInitialization: false } });
  const contents = `import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
    const lambda = new LambdaClient({});
    export const handler = async () => (await lambda.send(new InvokeCommand({ FunctionName: "inner" }))).Payload.transformToString();`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    logLevel: "silent",
  });
  await createFunction(cloud, "inner", "export const handler = async () => 'inner';");
  await createFunction(cloud, "outer", outputFiles[0]!.text, { file: "index.cjs", Timeout: 30 });

  expect((await invoke(cloud, "outer")).payload).toBe('"inner"');
});
