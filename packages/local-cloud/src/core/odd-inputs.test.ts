import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAccount, serviceNames } from "../account.ts";
import { withoutNulls } from "../endpoint/json-body.ts";
import { zip } from "../testing/functions.ts";
import { Activity } from "./activity.ts";
import { AwsError } from "./aws-error.ts";
import { inputSchema, type Schema, typeProblem } from "./input-types.ts";
import { RealClock } from "./real-clock.ts";
import type { ServiceName } from "./service.ts";

const reported: string[] = [];
const activity = new Activity();
const account = createAccount({
  activity,
  // A long poll of 20 seconds takes 20 microseconds.
  clock: new RealClock(activity, 1_000_000),
  report: (error, doing) => void reported.push(`${doing}: ${(error as Error).stack}`),
});
afterAll(() => account.close());

const here = "us-east-1:000000000000";
const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
const key = { AttributeName: "id", AttributeType: "S" };

/** One resource of each kind, so that odd inputs also reach what acts on them. */
const resources: Array<[ServiceName, string, object]> = [
  ["iam", "CreateRole", { RoleName: "aaa", AssumeRolePolicyDocument: JSON.stringify({ Statement: [trust] }) }],
  ["sqs", "CreateQueue", { QueueName: "aaa" }],
  ["sns", "CreateTopic", { Name: "aaa" }],
  ["sns", "Subscribe", { TopicArn: `arn:aws:sns:${here}:aaa`, Protocol: "sqs", Endpoint: `arn:aws:sqs:${here}:aaa` }],
  ["logs", "CreateLogGroup", { logGroupName: "aaa" }],
  ["logs", "CreateLogStream", { logGroupName: "aaa", logStreamName: "aaa" }],
  ["events", "CreateEventBus", { Name: "aaa" }],
  ["events", "PutRule", { Name: "aaa", EventPattern: '{"source": [{"prefix": ""}]}' }],
  [
    "dynamodb",
    "CreateTable",
    {
      TableName: "aaa",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [key],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    },
  ],
  [
    "lambda",
    "CreateFunction",
    {
      FunctionName: "aaa",
      Role: "arn:aws:iam::000000000000:role/aaa",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Code: { ZipFile: Buffer.from(zip("export const handler = async () => 1;")).toString("base64") },
    },
  ],
];

beforeAll(async () => {
  for (const [service, operation, input] of resources) await account.call({ service, operation, input, principal });
});

const texts = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("aaa", "id", `arn:aws:sqs:${here}:aaa`, `arn:aws:sns:${here}:aaa`) },
  fc.constantFrom("", "a", "__proto__", "constructor", "{}", "[]", "null", "*", `http://x/000000000000/aaa`, "default"),
  fc.constantFrom("1", "true", "Policy", "lambda", "S", "Event", `arn:aws:lambda:${here}:function:aaa`, "NONE", "ALL"),
  fc.constantFrom(
    '{"a": [null]}',
    "\u0000",
    "\ud800",
    "a".repeat(3000),
    "/",
    "%",
    "${",
    "{ $.a = 1 }",
    "%a%",
    "SET a = :a",
  ),
  fc.string({ maxLength: 5 }),
);
const anything = fc.oneof(
  texts,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
  fc.constant([null]),
);

/** Values of a type, most of the time. */
function valueFor(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: rightValueFor(schema, depth) }, { weight: 1, arbitrary: anything });
}

function rightValueFor(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  if (typeof schema === "function") return rightValueFor(schema(), depth);
  if (typeof schema === "number") return simpleValueFor(schema);
  if (schema.length === 2) return rightValueFor(schema[0] as Schema, depth);
  const [kind, , , , first, second] = schema as [number, unknown, unknown, unknown, unknown, unknown];
  if (depth > 6) return fc.constant(undefined);
  if (kind === 0) return rightValueFor(first as Schema, depth);
  if (kind === 1) return fc.array(valueFor(first as Schema, depth + 1), { maxLength: 3 });
  if (kind === 2) return fc.dictionary(texts, valueFor(second as Schema, depth + 1), { maxKeys: 2 });
  if (kind !== 3 && kind !== 4) return anything;
  const members = (first as string[]).map((name, index) => [
    name,
    fc.option(valueFor((second as Schema[])[index]!, depth + 1), { nil: undefined, freq: 4 }),
  ]);
  return fc.record(Object.fromEntries(members));
}

function simpleValueFor(type: number): fc.Arbitrary<unknown> {
  if (type >= 128) return fc.dictionary(texts, simpleValueFor(type - 128), { maxKeys: 2 });
  if (type >= 64) return fc.array(simpleValueFor(type - 64), { maxLength: 3 });
  if (type === 1) return fc.oneof(fc.integer({ min: -1, max: 100 }), fc.double());
  if (type === 2) return fc.boolean();
  if (type >= 4 && type <= 7) return fc.oneof(fc.integer(), fc.double());
  return texts;
}

const operations = serviceNames.flatMap((service) =>
  Object.keys(account.service(service).operations)
    .filter((operation) => inputSchema(service, operation) !== undefined)
    .map((operation): [ServiceName, string] => [service, operation]),
);

/** As the endpoint passes it on. */
const received = (input: unknown) => withoutNulls(JSON.parse(JSON.stringify(input))) as object;

const principal = { kind: "account", accountId: account.id } as const;

test.each(operations)(
  "%s:%s refuses odd inputs with an error of AWS's, and never fails itself",
  async (service, operation) => {
    await fc.assert(
      fc.asyncProperty(rightValueFor(inputSchema(service, operation)!, 0), async (input) => {
        try {
          await account.call({ service, operation, input: received(input), principal });
        } catch (error) {
          expect(error).toBeInstanceOf(AwsError);
        }
        expect(reported.splice(0)).toEqual([]);
      }),
      { numRuns: Number(process.env.RUNS ?? 15) },
    );
  },
);

test.each([
  ["events", "PutEvents", { Entries: [null] }, "Entries.0 must be an object."],
  ["events", "PutEvents", { Entries: [{ Source: 5 }] }, "Entries.0.Source must be a string."],
  ["events", "PutEvents", { Entries: [{ Source: "a", Time: 5, Resources: ["x"] }] }, undefined],
  ["dynamodb", "PutItem", { Item: { a: { M: { b: { S: 5 } } } } }, "Item.a.M.b.S must be a string."],
  ["lambda", "CreateFunction", { Environment: { Variables: { A: 1 } } }, "Environment.Variables.A must be a string."],
  ["sqs", "SendMessage", { MessageAttributes: [] }, "MessageAttributes must be an object."],
  ["iam", "CreateRole", { Tags: "x" }, "Tags must be a list."],
  ["iam", "CreateRole", { MaxSessionDuration: "3600" }, undefined],
  ["sts", "NoSuchOperation", { a: 1 }, undefined],
] as const)("says which member has the wrong type: %s:%s %j", (service, operation, input, problem) => {
  expect(typeProblem(service, operation, input)).toBe(problem);
});
