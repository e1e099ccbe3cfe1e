import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createProvider, type Provider } from "../index.ts";
import { marked, type PropertyMap } from "../wire/values.ts";
import { resourceTypes } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "code-"));
writeFileSync(join(folder, "index.mjs"), "export const handler = async () => ({});\n");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const code = (hash: string) => marked("archive", { path: folder, hash });
const policy = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const lambdaTrust = policy({
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
});
const accountArn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const functionArn = accountArn("lambda", "function:charge");
const queueArn = accountArn("sqs", "dead-letters");

/** What a type is tried with: first its inputs, then those it is updated to. */
interface Case {
  inputs: PropertyMap;
  changed?: PropertyMap;
  /** Members that the state must have besides the inputs. */
  outputs: PropertyMap;
  /** As `pulumi import` takes it, where that is not the id. */
  importId?: string;
  /** Made before it: type and inputs. */
  needs?: Array<[string, PropertyMap]>;
}

const bus: [string, PropertyMap] = ["aws:cloudwatch/eventBus:EventBus", { name: "AircraftBookingBus" }];
const rule: [string, PropertyMap] = [
  "aws:cloudwatch/eventRule:EventRule",
  { name: "BookingCreatedRule", eventBusName: "AircraftBookingBus", eventPattern: '{"source":["aircraft.booking"]}' },
];
const role: [string, PropertyMap] = ["aws:iam/role:Role", { name: "charge", assumeRolePolicy: lambdaTrust }];
const charge: [string, PropertyMap] = [
  "aws:lambda/function:Function",
  {
    name: "charge",
    code: code("1"),
    role: "arn:aws:iam::000000000000:role/charge",
    runtime: "nodejs24.x",
    handler: "index.handler",
    architectures: ["arm64"],
  },
];
const topic: [string, PropertyMap] = ["aws:sns/topic:Topic", { name: "notifications" }];
const queue: [string, PropertyMap] = ["aws:sqs/queue:Queue", { name: "dead-letters" }];
const group: [string, PropertyMap] = ["aws:cloudwatch/logGroup:LogGroup", { name: "/aws/events/all" }];

const cases: Record<string, Case> = {
  "aws:cloudwatch/eventBus:EventBus": {
    inputs: { name: "AircraftBookingBus", description: "Bookings", tags: { step: "1" } },
    changed: { name: "AircraftBookingBus", description: "All bookings", tags: { step: "2", team: "booking" } },
    outputs: { arn: accountArn("events", "event-bus/AircraftBookingBus"), tagsAll: { step: "1" }, region: "us-east-1" },
  },
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": {
    needs: [bus],
    inputs: {
      eventBusName: "AircraftBookingBus",
      policy: policy({
        Sid: "deny",
        Effect: "Deny",
        Principal: "*",
        Action: "events:PutEvents",
        Resource: accountArn("events", "event-bus/AircraftBookingBus"),
      }),
    },
    outputs: {},
  },
  "aws:cloudwatch/eventPermission:EventPermission": {
    needs: [bus],
    inputs: { statementId: "partner", principal: "111111111111", eventBusName: "AircraftBookingBus" },
    changed: { statementId: "partner", principal: "222222222222", eventBusName: "AircraftBookingBus" },
    outputs: { action: "events:PutEvents" },
  },
  "aws:cloudwatch/eventRule:EventRule": {
    needs: [bus],
    inputs: { ...rule[1], tags: { step: "3" } },
    changed: { ...rule[1], eventPattern: '{"source":["aircraft.payment"]}', state: "DISABLED" },
    outputs: {
      arn: accountArn("events", "rule/AircraftBookingBus/BookingCreatedRule"),
      state: "ENABLED",
      isEnabled: true,
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    needs: [bus, rule, queue],
    inputs: {
      rule: "BookingCreatedRule",
      eventBusName: "AircraftBookingBus",
      targetId: "queue",
      arn: queueArn,
      retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
    },
    changed: {
      rule: "BookingCreatedRule",
      eventBusName: "AircraftBookingBus",
      targetId: "queue",
      arn: queueArn,
      retryPolicy: { maximumRetryAttempts: 0 },
      deadLetterConfig: { arn: queueArn },
      inputTransformer: { inputPaths: { id: "$.detail.bookingId" }, inputTemplate: '{"id":<id>}' },
    },
    outputs: {},
    importId: "AircraftBookingBus/BookingCreatedRule/queue",
  },
  "aws:cloudwatch/eventArchive:EventArchive": {
    needs: [bus],
    inputs: {
      name: "day",
      eventSourceArn: accountArn("events", "event-bus/AircraftBookingBus"),
      retentionDays: 7,
      eventPattern: '{"source":["aircraft.booking"]}',
    },
    changed: {
      name: "day",
      eventSourceArn: accountArn("events", "event-bus/AircraftBookingBus"),
      retentionDays: 14,
      eventPattern: '{"source":["aircraft.payment"]}',
    },
    outputs: { arn: accountArn("events", "archive/day") },
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    inputs: { name: "/aws/events/all", retentionInDays: 7, tags: { step: "1" } },
    changed: { name: "/aws/events/all" },
    outputs: { arn: accountArn("logs", "log-group:/aws/events/all"), logGroupClass: "STANDARD" },
  },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {
    needs: [group],
    inputs: {
      resourceArn: accountArn("logs", "log-group:/aws/events/all"),
      policyDocument: policy({
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "logs:PutLogEvents",
        Resource: "*",
      }),
    },
    changed: {
      resourceArn: accountArn("logs", "log-group:/aws/events/all"),
      policyDocument: policy({
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "*",
      }),
    },
    outputs: { policyScope: "RESOURCE", revisionId: expect.any(String) },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    inputs: {
      name: "dead letters",
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      metricName: "ApproximateNumberOfMessagesVisible",
      namespace: "AWS/SQS",
      period: 60,
      statistic: "Maximum",
      threshold: 0,
      dimensions: { QueueName: "dead-letters" },
    },
    changed: {
      name: "dead letters",
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      threshold: 0,
      treatMissingData: "notBreaching",
      metricQueries: [
        { id: "open", expression: "began - ended", label: "Open bookings", returnData: true },
        { id: "began", metric: { metricName: "Began", namespace: "Booking", period: 60, stat: "Sum" } },
        { id: "ended", metric: { metricName: "Ended", namespace: "Booking", period: 60, stat: "Sum" } },
      ],
    },
    outputs: { arn: accountArn("cloudwatch", "alarm:dead letters"), actionsEnabled: true },
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    inputs: { dashboardName: "Bookings", dashboardBody: '{"widgets":[]}' },
    changed: {
      dashboardName: "Bookings",
      dashboardBody: '{"widgets":[{"type":"text","x":0,"y":0,"width":6,"height":3,"properties":{"markdown":"Hi"}}]}',
    },
    outputs: { dashboardArn: "arn:aws:cloudwatch::000000000000:dashboard/Bookings" },
  },
  "aws:dynamodb/table:Table": {
    inputs: {
      name: "PaymentTable",
      hashKey: "bookingId",
      attributes: [{ name: "bookingId", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
      tags: { step: "3" },
    },
    changed: {
      name: "PaymentTable",
      hashKey: "bookingId",
      attributes: [{ name: "bookingId", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      tags: { step: "9" },
    },
    outputs: { arn: accountArn("dynamodb", "table/PaymentTable"), tagsAll: { step: "3" } },
  },
  "aws:iam/role:Role": {
    inputs: { name: "charge", assumeRolePolicy: lambdaTrust, description: "Charges", tags: { step: "3" } },
    changed: { name: "charge", assumeRolePolicy: lambdaTrust, maxSessionDuration: 7200 },
    outputs: { arn: "arn:aws:iam::000000000000:role/charge", path: "/", uniqueId: expect.any(String) },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    needs: [role],
    inputs: {
      name: "own-table",
      role: "charge",
      policy: policy({ Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*" }),
    },
    changed: {
      name: "own-table",
      role: "charge",
      policy: policy({ Effect: "Allow", Action: "dynamodb:GetItem", Resource: "*" }),
    },
    outputs: {},
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    needs: [role],
    inputs: { role: "charge", policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" },
    outputs: {},
  },
  "aws:lambda/function:Function": {
    needs: [role],
    inputs: {
      ...charge[1],
      environment: { variables: { TABLE: "PaymentTable" } },
      timeout: 10,
      tags: { step: "3" },
    },
    changed: { ...charge[1], code: code("2"), memorySize: 256, reservedConcurrentExecutions: 5 },
    outputs: {
      arn: functionArn,
      invokeArn: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
      qualifiedArn: `${functionArn}:$LATEST`,
      version: "$LATEST",
      memorySize: 128,
      codeSha256: expect.any(String),
    },
  },
  "aws:lambda/permission:Permission": {
    needs: [role, charge],
    inputs: {
      statementId: "by-rule",
      action: "lambda:InvokeFunction",
      function: "charge",
      principal: "events.amazonaws.com",
      sourceArn: accountArn("events", "rule/AircraftBookingBus/BookingCreatedRule"),
    },
    outputs: {},
    importId: "charge/by-rule",
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    needs: [role, charge],
    inputs: { functionName: "charge", authorizationType: "AWS_IAM" },
    changed: { functionName: "charge", authorizationType: "NONE", cors: { allowOrigins: ["*"] } },
    outputs: {
      functionArn,
      functionUrl: expect.stringMatching(/^http/),
      urlId: expect.stringMatching(/^[a-z0-9]+$/),
      invokeMode: "BUFFERED",
    },
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    needs: [role, charge],
    inputs: { functionName: "charge", maximumRetryAttempts: 1, maximumEventAgeInSeconds: 3600 },
    changed: { functionName: "charge", maximumRetryAttempts: 0 },
    outputs: {},
  },
  "aws:sns/topic:Topic": {
    inputs: { name: "notifications", displayName: "Bookings", tags: { step: "6" } },
    changed: { name: "notifications", displayName: "All bookings" },
    outputs: { arn: accountArn("sns", "notifications"), owner: "000000000000" },
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    needs: [topic],
    inputs: {
      arn: accountArn("sns", "notifications"),
      policy: policy({
        Sid: "publish",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: accountArn("sns", "notifications"),
      }),
    },
    outputs: { owner: "000000000000" },
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    needs: [topic, queue],
    inputs: { topic: accountArn("sns", "notifications"), protocol: "sqs", endpoint: queueArn },
    changed: {
      topic: accountArn("sns", "notifications"),
      protocol: "sqs",
      endpoint: queueArn,
      rawMessageDelivery: true,
      filterPolicy: '{"kind":["ticket"]}',
    },
    outputs: { arn: expect.stringContaining(":notifications:"), pendingConfirmation: false },
  },
  "aws:sqs/queue:Queue": {
    inputs: { name: "dead-letters", messageRetentionSeconds: 1_209_600, tags: { step: "8" } },
    changed: { name: "dead-letters", visibilityTimeoutSeconds: 60 },
    outputs: { arn: queueArn, url: expect.stringMatching(/000000000000\/dead-letters$/) },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    needs: [queue],
    inputs: {
      queueUrl: "url of dead-letters",
      policy: policy({
        Sid: "events",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
      }),
    },
    outputs: {},
  },
  "aws:sqs/redrivePolicy:RedrivePolicy": {
    needs: [queue, ["aws:sqs/queue:Queue", { name: "inbox" }]],
    inputs: {
      queueUrl: "url of inbox",
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn, maxReceiveCount: 3 }),
    },
    changed: {
      queueUrl: "url of inbox",
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn, maxReceiveCount: 5 }),
    },
    outputs: {},
  },
};

const ref = (type: string) => ({ type, name: "tried", urn: `urn:pulumi:s::p::${type}::tried` });

async function checked(provider: Provider, type: string, news: PropertyMap): Promise<PropertyMap> {
  const { inputs, failures } = await provider.check({ ...ref(type), olds: {}, news, randomSeed: Buffer.from("seed") });
  expect(failures).toEqual([]);
  return inputs;
}

async function make(provider: Provider, type: string, news: PropertyMap) {
  const inputs = await checked(provider, type, news);
  const { id, properties } = await provider.create({ ...ref(type), properties: inputs, preview: false });
  return { id, properties, inputs };
}

/** A queue's URL has the endpoint's port in it. */
function resolveUrls(inputs: PropertyMap, endpoint: string): PropertyMap {
  const queueUrl = String(inputs.queueUrl ?? "").replace(/^url of /, `${endpoint}/000000000000/`);
  return queueUrl ? { ...inputs, queueUrl } : inputs;
}

test("every supported type is tried here", () => {
  expect(Object.keys(cases).sort()).toEqual(Object.keys(resourceTypes).sort());
});

describe.each(Object.entries(cases))("%s", (type, { needs = [], outputs, importId, ...given }) => {
  let cloud: TestCloud;
  let provider: Provider;
  let made: Awaited<ReturnType<typeof make>>;

  beforeAll(async () => {
    cloud = await startTestCloud();
    provider = createProvider(cloud.account);
    for (const [token, inputs] of needs) await make(provider, token, inputs);
    made = await make(provider, type, resolveUrls(given.inputs, cloud.endpoint));
  });
  afterAll(() => cloud.close());

  test("is made with its inputs and AWS's outputs", () => {
    expect(made.properties).toMatchObject({ ...resolveUrls(given.inputs, cloud.endpoint), ...outputs });
  });

  test("is read back without any drift", async () => {
    const found = await provider.read({ ...ref(type), ...made });
    expect(found?.properties).toEqual(made.properties);
    expect(found?.inputs).toEqual(made.inputs);
  });

  test("is found under the id that its inputs give", async () => {
    const { result } = await provider.invoke({ token: "sandbox:index:idOf", args: { type, inputs: made.inputs } });
    if (result.id !== "") expect(result.id).toBe(made.id);
  });

  test("is imported by its id with inputs that need no change", async () => {
    const found = await provider.read({ ...ref(type), id: importId ?? made.id, properties: {}, inputs: {} });
    const { code: _, ...inputs } = made.inputs;
    const diff = await provider.diff({
      ...ref(type),
      id: made.id,
      olds: found!.properties,
      oldInputs: { ...found!.inputs, ...(made.inputs.code && { code: made.inputs.code }) },
      news: made.inputs,
    });
    expect(diff.detailed).toEqual({});
    expect(found!.id).toBe(made.id);
    expect(Object.keys(inputs).length).toBeGreaterThan(0);
  });

  const { changed } = given;
  if (changed) {
    test("is updated, and read back without any drift", async () => {
      const news = await checked(provider, type, resolveUrls(changed, cloud.endpoint));
      const request = { ...ref(type), id: made.id, olds: made.properties, oldInputs: made.inputs, news };
      const diff = await provider.diff(request);
      expect(diff).toMatchObject({ changes: "some", replaces: [] });
      const properties = await provider.update({ ...request, preview: false });
      await expectDriftFound(request);
      made = { id: made.id, properties, inputs: news };
      const found = await provider.read({ ...ref(type), ...made });
      expect(found?.inputs).toEqual(news);
      expect(properties).toMatchObject(news);
    });
  }

  /** To whom does not know of an update, it is one by hand: every property of it must be found. */
  async function expectDriftFound({
    news,
    ...known
  }: {
    id: string;
    olds: PropertyMap;
    oldInputs: PropertyMap;
    news: PropertyMap;
  }) {
    const found = await provider.read({ ...ref(type), ...known, properties: known.olds, inputs: known.oldInputs });
    const { inputs: oldInputs, properties: olds } = found!;
    // AWS does not give a function's code back.
    const read = news.code ? { ...news, code: oldInputs.code! } : news;
    expect((await provider.diff({ ...ref(type), id: known.id, olds, oldInputs, news: read })).detailed).toEqual({});
  }

  test("is deleted, a second time without an error, and found no more", async () => {
    await provider.delete({ ...ref(type), ...made });
    await provider.delete({ ...ref(type), ...made });
    expect(await provider.read({ ...ref(type), ...made })).toBeUndefined();
  });
});
