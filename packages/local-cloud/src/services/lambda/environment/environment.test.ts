import { UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, createRole, invoke } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";

let cloud: TestCloud;
let role: string;
let count = 0;

beforeAll(async () => {
  // A function with a Timeout of 1 second times out after 150 ms.
  cloud = await startTestCloud({ lambda: { timeoutScale: 0.15, proactiveInitialization: false } });
  role = await createRole(cloud, "everything");
});
afterAll(() => cloud.close());

/** Creates a function from its module's source and runs it once. */
async function run(source: string, payload: unknown = {}, more: Parameters<typeof createFunction>[3] = {}) {
  const name = `function-${++count}`;
  await createFunction(cloud, name, source, { Role: role, Timeout: 60, ...more });
  return { name, ...(await invoke(cloud, name, payload, true)) };
}

describe("a response", () => {
  test("is what the handler returns", async () => {
    const { payload, status, functionError } = await run(
      "export const handler = async (event) => ({ doubled: event.n * 2 });",
      { n: 21 },
    );

    expect(payload).toEqual({ doubled: 42 });
    expect(status).toBe(200);
    expect(functionError).toBeUndefined();
  });

  test("is null when the handler returns nothing", async () => {
    expect((await run("export const handler = async () => {};")).payload).toBeNull();
  });

  test("shows the account's time, not system time", async () => {
    const source = "export const handler = async () => [Date.now(), new Date(), Date(), new Date(0).getTime()];";

    const { payload } = await run(source);

    const [now, date, text, begin] = payload as [number, string, string, number];
    const near = (time: number) => Math.abs(time - cloud.clock.now()) < 10_000;
    expect([now, Date.parse(date), Date.parse(text)].filter((time) => !near(time))).toEqual([]);
    expect(begin).toBe(0);
  });

  test("comes from CommonJS bundles, too", async () => {
    const source = "exports.handler = async () => __filename.endsWith('index.js');";

    expect((await run(source, {}, { file: "index.js" })).payload).toBe(true);
  });

  test("comes from an ES module in a .js file", async () => {
    const source = "import { sep } from 'node:path';\nexport const handler = async () => typeof sep;";

    expect((await run(source, {}, { file: "index.js" })).payload).toBe("string");
  });

  test("comes by callback up to Node.js 22", async () => {
    const source = "exports.handler = (event, context, callback) => callback(null, 'called back');";

    expect((await run(source, {}, { file: "index.js", Runtime: "nodejs22.x" })).payload).toBe("called back");
  });

  test("by callback waits for the event loop to be empty", async () => {
    const source = `let done = false;
      exports.handler = (event, context, callback) => {
        setTimeout(() => { done = true; }, 5);
        callback(null, { get done() { return done; } });
      };`;

    expect((await run(source, {}, { file: "index.js", Runtime: "nodejs22.x" })).payload).toEqual({ done: true });
  });

  test("does not come by callback from Node.js 24 on", async () => {
    const source = "exports.handler = (event, context, callback) => callback(null, 'called back');";

    const { payload, functionError } = await run(source, {}, { file: "index.js" });

    expect(functionError).toBe("Unhandled");
    expect(payload.errorType).toBe("Runtime.CallbackHandlerDeprecated");
  });
});

describe("a failure", () => {
  test.each([
    ["throws", "export const handler = () => { throw new TypeError('no seat'); };", "TypeError", "no seat"],
    ["rejects", "export const handler = async () => { throw new RangeError('far'); };", "RangeError", "far"],
    ["rejects with a string", "export const handler = () => Promise.reject('plain');", "string", "plain"],
    [
      "returns a circular value",
      "export const handler = async () => { const a = {}; a.a = a; return a; };",
      "Error",
      "Unable to stringify response body",
    ],
  ])("is returned when the handler %s, and the environment stays in use", async (_how, source, type, message) => {
    const { name, payload, functionError, log } = await run(source);

    expect(functionError).toBe("Unhandled");
    expect(payload).toMatchObject({ errorType: type, errorMessage: message });
    expect(payload.trace).toBeInstanceOf(Array);
    expect(log).toContain("Init Duration");
    expect((await invoke(cloud, name, {}, true)).log).not.toContain("Init Duration");
  });

  test.each([
    [
      "exits the process",
      "export const handler = async () => { process.exit(0); };",
      "Runtime.ExitError",
      /Runtime exited without providing a reason$/,
    ],
    [
      "leaves a rejection unhandled",
      "export const handler = () => { Promise.reject(new Error('stray')); return new Promise(() => setTimeout(() => {}, 1e6)); };",
      "Runtime.UnhandledPromiseRejection",
      /^Error: stray$/,
    ],
    [
      "throws in a callback",
      "export const handler = () => new Promise(() => setTimeout(() => { throw new Error('late'); }));",
      "Error",
      /^late$/,
    ],
    [
      "never ends",
      "export const handler = () => { for (;;); };",
      "Sandbox.Timedout",
      /Error: Task timed out after 1.00 seconds$/,
      { Timeout: 1 },
    ],
    [
      "waits too long",
      "export const handler = () => new Promise((done) => setTimeout(done, 1e6));",
      "Sandbox.Timedout",
      /^RequestId: \S+ Error: Task timed out after 1.00 seconds$/,
      { Timeout: 1 },
    ],
    [
      "fills its memory",
      "export const handler = () => { const all = []; for (;;) all.push(new Array(1e5).fill({})); };",
      "Runtime.ExitError",
      /Runtime exited with error: signal: killed$/,
    ],
    [
      "fills its memory with buffers",
      "export const handler = async () => { globalThis.all = Buffer.alloc(200e6, 1); };",
      "Runtime.ExitError",
      /Runtime exited with error: signal: killed$/,
    ],
  ])(
    "is returned when the handler %s, and the next event has a new environment",
    async (_how, source, type, message, more?: { Timeout: number }) => {
      const { name, payload, functionError } = await run(source, {}, more);

      expect(functionError).toBe("Unhandled");
      expect(payload.errorType).toBe(type);
      expect(payload.errorMessage).toMatch(message);
      expect((await invoke(cloud, name, {}, true)).log).toContain("Init Duration");
    },
  );

  test("is returned when a promise can never settle", async () => {
    const { payload } = await run("export const handler = () => new Promise(() => {});");

    expect(payload.errorType).toBe("Runtime.NodeJsExit");
  });

  test.each([
    ["a missing module", { Handler: "main.handler" }, "Runtime.ImportModuleError", /Cannot find module 'main'/],
    [
      "a missing handler",
      { Handler: "index.other" },
      "Runtime.HandlerNotFound",
      /^index.other is undefined or not exported$/,
    ],
  ])("names %s", async (_what, more, type, message) => {
    const { payload } = await run("export const handler = async () => {};", {}, more);

    expect(payload.errorType).toBe(type);
    expect(payload.errorMessage).toMatch(message);
  });

  test("while the module loads is returned by every run", async () => {
    const { name, payload } = await run("throw new Error('no TABLE_NAME');");

    expect(payload).toMatchObject({ errorType: "Error", errorMessage: "no TABLE_NAME" });
    expect((await invoke(cloud, name)).payload.errorMessage).toBe("no TABLE_NAME");
  });
});

describe("an environment", () => {
  const counter = "let runs = 0; export const handler = async () => ++runs;";

  test("is initialized once and reused", async () => {
    const { name, payload } = await run(counter);

    expect(payload).toBe(1);
    expect((await invoke(cloud, name)).payload).toBe(2);
  });

  test("handles one event at a time, so that two events at once have two environments", async () => {
    const { name } = await run("export const handler = async () => {};");
    const slow = `export const handler = async () => {
      globalThis.running = (globalThis.running ?? 0) + 1;
      await new Promise((done) => setTimeout(done, 10));
      return globalThis.running--;
    };`;
    await createFunction(cloud, `${name}-slow`, slow, { Role: role });

    const answers = await Promise.all([invoke(cloud, `${name}-slow`), invoke(cloud, `${name}-slow`)]);

    expect(answers.map(({ payload }) => payload)).toEqual([1, 1]);
  });

  test("is replaced when the configuration changes", async () => {
    const { name } = await run("let runs = 0; export const handler = async () => [++runs, process.env.FLIGHT];");
    const Environment = { Variables: { FLIGHT: "FLIGHT001" } };
    await cloud.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment }));

    expect((await invoke(cloud, name)).payload).toEqual([1, "FLIGHT001"]);
  });

  test("is retired when idle for half an hour", async () => {
    const { name } = await run(counter);
    await cloud.clock.advance(31 * 60 * 1000);

    expect((await invoke(cloud, name)).payload).toBe(1);
  });

  test("is frozen between events, so that work that was not awaited stops", async () => {
    const { name } = await run(
      "let ran = false; export const handler = async () => { const before = ran; setTimeout(() => { ran = true; }, 1); return before; };",
    );
    await cloud.clock.settle();

    expect((await invoke(cloud, name)).payload, "continues once the next event thaws it").toBe(true);
  });

  test("has the variables that Lambda defines, and none of this process", async () => {
    process.env.LEARNERS_SECRET = "secret";
    const { name, payload } = await run(
      "export const handler = async () => process.env;",
      {},
      { Environment: { Variables: { TABLE: "bookings" } } },
    );

    expect(payload).toMatchObject({
      _HANDLER: "index.handler",
      AWS_REGION: "us-east-1",
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_ENDPOINT_URL: cloud.endpoint,
      TABLE: "bookings",
      TZ: ":UTC",
    });
    expect(payload.AWS_ACCESS_KEY_ID).toMatch(/^ASIA/);
    expect(payload).not.toHaveProperty("LEARNERS_SECRET");
    delete process.env.LEARNERS_SECRET;
  });

  test("passes a context to the handler", async () => {
    const { name, payload } = await run(
      "export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });",
    );

    expect(payload).toMatchObject({
      functionName: name,
      functionVersion: "$LATEST",
      invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
      memoryLimitInMB: "128",
      logGroupName: `/aws/lambda/${name}`,
    });
    expect(payload.logStreamName).toMatch(/^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(payload.left).toBeGreaterThan(50_000);
    expect(payload.left).toBeLessThanOrEqual(60_000);
  });
});
