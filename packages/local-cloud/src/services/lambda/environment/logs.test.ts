import { CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
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

async function messages(group: string): Promise<string[]> {
  await cloud.clock.settle();
  const { events } = await cloud.logs.send(new FilterLogEventsCommand({ logGroupName: group }));
  return events!.map(({ message }) => message!);
}

describe("a log", () => {
  const logging =
    "export const handler = async () => { console.log('seat %s', '12A'); console.error(new Error('x').message); };";

  test("has START, the console output, END and REPORT", async () => {
    const { name } = await run(logging);

    const lines = await messages(`/aws/lambda/${name}`);

    expect(
      lines.map((line) =>
        line
          .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "ID")
          .replace(/^2026-\S+Z/, "TIME")
          .trim(),
      ),
    ).toEqual([
      "INIT_START Runtime Version: nodejs:24.local",
      "START RequestId: ID Version: $LATEST",
      "TIME\tID\tINFO\tseat 12A",
      "TIME\tID\tERROR\tx",
      "END RequestId: ID",
      expect.stringMatching(
        /^REPORT RequestId: ID\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms$/,
      ),
    ]);
  });

  test("is JSON if the function is configured so", async () => {
    const { name } = await run(logging, {}, { LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "ERROR" } });

    const lines = (await messages(`/aws/lambda/${name}`)).map((line) => JSON.parse(line));

    expect(lines.map(({ type, level, message }) => type ?? `${level}: ${message}`)).toEqual([
      "platform.initStart",
      "platform.start",
      "ERROR: x",
      "platform.report",
    ]);
  });

  test("has the lines from before a timeout", async () => {
    const { log } = await run("export const handler = () => { console.log('begun'); for (;;); };", {}, { Timeout: 1 });

    expect(log).toMatch(
      /INFO\tbegun\n\S+ \S+ Task timed out after 1.00 seconds\nEND .*\nREPORT .*\tStatus: timeout\t\n$/,
    );
  });

  test("is not written without the permission to create a stream", async () => {
    const { name } = await run(logging, {}, { Role: await createRole(cloud, "may-nothing", []) });
    await cloud.logs.send(new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${name}` }));

    expect((await invoke(cloud, name)).functionError, "still runs").toBeUndefined();
    expect(await messages(`/aws/lambda/${name}`)).toEqual([]);
  });
});

describe("a log in JSON", () => {
  /** What the handler logged, without the platform's lines. @param body the handler's */
  async function logged(body: string, more: object = {}) {
    const source = `export const handler = async () => { ${body} };`;
    const { name } = await run(source, {}, { LoggingConfig: { LogFormat: "JSON", ...more } });
    const lines = (await messages(`/aws/lambda/${name}`)).map((line) => JSON.parse(line));
    return lines.filter(({ type }) => type === undefined);
  }

  const stackTrace = expect.arrayContaining([expect.stringContaining("index.mjs:1")]);

  // "Log and monitor Node.js Lambda functions", and LogPatch.js of AWS's runtime interface client.
  test.each([
    [
      "an error alone",
      "console.error(new TypeError('no seat'));",
      { message: { errorType: "TypeError", errorMessage: "no seat", stackTrace } },
    ],
    [
      "an error after a text",
      "console.error('failed:', new TypeError('no seat'));",
      {
        message: expect.stringMatching(/^failed: TypeError: no seat\n/),
        errorType: "TypeError",
        errorMessage: "no seat",
        stackTrace,
      },
    ],
    [
      "an error's own members",
      "console.error(Object.assign(new Error('x'), { seat: '12A' }));",
      { message: { seat: "12A", errorMessage: "x" } },
    ],
    [
      "an error inside an object",
      "console.error({ seat: '12A', cause: new RangeError('full') });",
      { message: { seat: "12A", cause: { errorType: "RangeError", errorMessage: "full" } } },
    ],
    ["an object", "console.error({ seat: '12A' });", { message: { seat: "12A" } }],
    [
      "an object that contains itself",
      "const a = {}; a.a = a; console.error(a);",
      { message: expect.stringContaining("[Circular *1]") },
    ],
    [
      "an error that is thrown",
      "throw new TypeError('no seat');",
      { message: { errorType: "TypeError", errorMessage: "no seat", stackTrace } },
    ],
    [
      "an error that nobody catches",
      "await new Promise(() => setTimeout(() => { throw new TypeError('late'); }));",
      { message: { errorType: "TypeError", errorMessage: "late", stackTrace } },
    ],
  ])("has %s as AWS's runtime writes it", async (_what, body, line) => {
    const [first, ...rest] = await logged(body);

    expect(first).toMatchObject({ level: "ERROR", requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), ...line });
    expect(rest).toEqual([]);
  });

  test("says that lines were dropped, as JSON", async () => {
    const source = "export const handler = async () => { for (let n = 1; n <= 10_001; n++) console.log(n); };";

    const { log } = await run(source, {}, { LoggingConfig: { LogFormat: "JSON" } });

    const [last, dropped] = log.trim().split("\n").slice(-3);
    expect(JSON.parse(last!)).toMatchObject({ level: "INFO", message: 10_000 });
    expect(JSON.parse(dropped!)).toMatchObject({ level: "WARN", message: expect.stringContaining("are dropped") });
  });
});
