import { createRequire } from "node:module";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient, ListEventBusesCommand } from "@aws-sdk/client-eventbridge";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../testing/index.ts";
import { decodeCbor, encodeCbor, Tagged } from "./cbor.ts";

/** The SDK's own implementations of the protocols, as older and newer clients use them. */
const require = createRequire(import.meta.url);
const clientRequire = createRequire(require.resolve("@aws-sdk/client-sqs"));
const { AwsQueryProtocol, AwsJson1_0Protocol } = clientRequire("@aws-sdk/core/protocols");
const { SmithyRpcV2CborProtocol } = clientRequire("@smithy/core/cbor");

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

// biome-ignore lint/suspicious/noExplicitAny: the protocols of the SDK have no common type
const options = (protocol: any) => {
  return { endpoint: cloud.endpoint, region: "us-east-1", credentials: cloud.credentials, protocol, maxAttempts: 1 };
};

describe("SQS in the query protocol", () => {
  let sqs: SQSClient;
  let QueueUrl: string;
  beforeAll(async () => {
    sqs = new SQSClient(options(AwsQueryProtocol));
    const Attributes = { VisibilityTimeout: "5" };
    ({ QueueUrl = "" } = await sqs.send(
      new CreateQueueCommand({ QueueName: "inbox", Attributes, tags: { step: "6" } }),
    ));
  });

  test("maps of attributes and tags arrive and come back", async () => {
    const AttributeNames = ["VisibilityTimeout" as const, "QueueArn" as const];

    expect((await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes).toEqual({
      VisibilityTimeout: "5",
      QueueArn: "arn:aws:sqs:us-east-1:000000000000:inbox",
    });
    expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ step: "6" });
    expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toEqual([QueueUrl]);
  });

  test("a message arrives with its attributes, and batches have their results", async () => {
    const MessageAttributes = {
      count: { DataType: "Number", StringValue: "3" },
      bytes: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 255]) },
    };
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "a < b & ü", DelaySeconds: 0, MessageAttributes }));

    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      }),
    );
    const [message] = Messages;
    expect(message).toMatchObject({
      Body: "a < b & ü",
      MessageAttributes,
      Attributes: { ApproximateReceiveCount: "1" },
    });
    const Entries = [
      { Id: "good", ReceiptHandle: message?.ReceiptHandle },
      { Id: "bad", ReceiptHandle: "nonsense" },
    ];
    const { Successful, Failed } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    expect(Successful).toEqual([{ Id: "good" }]);
    expect(Failed).toMatchObject([{ Id: "bad", SenderFault: true, Code: "ReceiptHandleIsInvalid" }]);
  });

  test("an error has its code of the query protocol", async () => {
    const sent = sqs.send(new ListQueueTagsCommand({ QueueUrl: `${QueueUrl}-gone` }));

    await expect(sent).rejects.toMatchObject({
      Code: "AWS.SimpleQueueService.NonExistentQueue",
      message: "The specified queue does not exist for this wsdl version.",
    });
  });
});

describe.each([
  ["query", () => AwsQueryProtocol],
  ["JSON 1.0", () => AwsJson1_0Protocol],
  ["RPC v2 CBOR", () => SmithyRpcV2CborProtocol],
])("CloudWatch in %s", (name, protocol) => {
  let cloudwatch: CloudWatchClient;
  const Namespace = `Shop/${name}`;
  const Dimensions = [{ Name: "Service", Value: "booking" }];
  let at: Date;
  beforeAll(async () => {
    cloudwatch = new CloudWatchClient(options(protocol()));
    at = new Date(Math.floor(cloud.clock.now() / 60_000) * 60_000);
    const datum = { MetricName: "Orders", Dimensions, Timestamp: at };
    const MetricData = [
      { ...datum, Value: 2.5 },
      { ...datum, StatisticValues: { SampleCount: 2, Sum: 5, Minimum: 1, Maximum: 4 } },
    ];
    await cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
  });

  test("metrics arrive, and come back with their times", async () => {
    const range = { StartTime: at, EndTime: new Date(at.getTime() + 60_000) };
    const metric = { Namespace, MetricName: "Orders", Dimensions };

    const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace }));
    const { Datapoints } = await cloudwatch.send(
      new GetMetricStatisticsCommand({ ...metric, ...range, Period: 60, Statistics: ["Sum", "Maximum"] }),
    );
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        ...range,
        MetricDataQueries: [{ Id: "a", MetricStat: { Metric: metric, Period: 60, Stat: "Sum" }, ReturnData: true }],
      }),
    );

    expect(Metrics).toEqual([metric]);
    expect(Datapoints).toMatchObject([{ Timestamp: at, Sum: 7.5, Maximum: 4 }]);
    expect(MetricDataResults).toMatchObject([{ Id: "a", Timestamps: [at], Values: [7.5] }]);
  });

  test("an alarm keeps its numbers and booleans", async () => {
    const alarm = {
      AlarmName: `orders ${name}`,
      Namespace,
      MetricName: "Orders",
      Statistic: "Sum" as const,
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1.5,
      ComparisonOperator: "GreaterThanThreshold" as const,
      ActionsEnabled: false,
    };
    await cloudwatch.send(new PutMetricAlarmCommand(alarm));

    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [alarm.AlarmName] }));
    expect(MetricAlarms).toMatchObject([{ ...alarm, StateUpdatedTimestamp: expect.any(Date) }]);
  });

  test("an error can be read", async () => {
    const sent = cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: "" }] }));

    await expect(sent).rejects.toMatchObject({ message: expect.stringContaining("MetricName"), $fault: "client" });
  });
});

// "A protocol that is not spoken": the answer can be read by the client that chose it.
test.each([
  ["events, query", () => new EventBridgeClient(options(AwsQueryProtocol)), new ListEventBusesCommand({}), "AWS query"],
  [
    "events, CBOR",
    () => new EventBridgeClient(options(SmithyRpcV2CborProtocol)),
    new ListEventBusesCommand({}),
    "CBOR",
  ],
  ["sns, JSON", () => new SNSClient(options(AwsJson1_0Protocol)), new ListTopicsCommand({}), "AWS JSON"],
  ["sqs, CBOR", () => new SQSClient(options(SmithyRpcV2CborProtocol)), new ListQueuesCommand({}), "CBOR"],
])("a protocol that is not spoken is refused in its own form: %s", async (_what, client, command, title) => {
  const sent = (client() as SQSClient).send(command as never);

  await expect(sent).rejects.toMatchObject({ message: expect.stringMatching(`does not speak .*${title}`) });
});

// RFC 8949, appendix A
test.each([
  ["f93c00", 1],
  ["f97c00", Number.POSITIVE_INFINITY],
  ["fa47c35000", 100_000],
  ["1b000000e8d4a51000", 1_000_000_000_000],
  ["3903e7", -1000],
  ["5f42010243030405ff", Buffer.from([1, 2, 3, 4, 5])],
  ["7f657374726561646d696e67ff", "streaming"],
  ["bf61610161629f0203ffff", { a: 1, b: [2, 3] }],
  ["c11a514b67b0", new Tagged(1, 1_363_896_240)],
])("reads the CBOR %s", (hex, value) => {
  expect(decodeCbor(Buffer.from(hex, "hex"))).toEqual(value);
});

test("what is written in CBOR is read again", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.stringify(decodeCbor(encodeCbor(value)))).toBe(JSON.stringify(value));
    }),
  );
});

test("bytes that are not CBOR are refused with an error of the caller", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
      try {
        decodeCbor(Buffer.from(bytes));
      } catch (error) {
        expect(error).toMatchObject({ code: "SerializationException" });
      }
    }),
  );
});
