import {
  CreatePipeCommand,
  type CreatePipeCommandInput,
  DeletePipeCommand,
  DescribePipeCommand,
  ListPipesCommand,
  ListTagsForResourceCommand,
  PipesClient,
  StartPipeCommand,
  StopPipeCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePipeCommand,
} from "@aws-sdk/client-pipes";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { accountId, busArn, queueArn, region } from "../eventbridge/test-support.ts";
import {
  allowRole,
  deliveredOrders,
  FakeStream,
  makePipe,
  makeRole,
  openShop,
  pipeArn,
  pipeInput,
  pipesOf,
  putOnBus,
  readStream,
  streamArn,
  target,
} from "./test-support.ts";

let cloud: TestCloud;
let stream: FakeStream;
let client: PipesClient;
beforeEach(async () => {
  cloud = await startTestCloud();
  stream = new FakeStream().attach(cloud);
  client = pipesOf(cloud);
  await openShop(cloud);
});
afterEach(() => cloud.close());

const describePipe = (Name = "outbox") => client.send(new DescribePipeCommand({ Name }));
const RoleArn = `arn:aws:iam::${accountId}:role/pipe-role`;

describe("CreatePipe", () => {
  test("answers CREATING, and the pipe is RUNNING with AWS's defaults", async () => {
    const created = await client.send(new CreatePipeCommand(pipeInput({}, { Description: "All of it" })));
    expect(created).toMatchObject({ Arn: pipeArn("outbox"), DesiredState: "RUNNING", CurrentState: "CREATING" });

    expect(await describePipe()).toMatchObject({
      Arn: pipeArn("outbox"),
      Name: "outbox",
      Description: "All of it",
      DesiredState: "RUNNING",
      CurrentState: "RUNNING",
      Source: streamArn,
      SourceParameters: {
        DynamoDBStreamParameters: {
          StartingPosition: "TRIM_HORIZON",
          BatchSize: 10,
          MaximumBatchingWindowInSeconds: 0,
          MaximumRecordAgeInSeconds: -1,
          MaximumRetryAttempts: -1,
          ParallelizationFactor: 1,
        },
      },
      Target: target,
      RoleArn,
      CreationTime: new Date(cloud.clock.now()),
      Tags: {},
    });
  });

  test("refuses a second pipe of the same name", async () => {
    await makePipe(cloud);

    await expect(client.send(new CreatePipeCommand(pipeInput()))).rejects.toMatchObject({
      name: "ConflictException",
      resourceId: "outbox",
      resourceType: "Pipe",
      $metadata: { httpStatusCode: 409 },
    });
  });

  const withSource = (Source: string) => ({ Source });
  const withTarget = (Target: string) => ({ Target });
  const arnOf = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  test.each<[string, Partial<CreatePipeCommandInput>, RegExp]>([
    ["a queue as source", withSource(queueArn("inbox")), /do not support queues as sources/],
    ["a Kinesis stream as source", withSource(arnOf("kinesis", "stream/s")), /Kinesis streams as sources/],
    ["Apache Kafka as source", withSource("smk://broker.example.com:9092"), /self-managed Apache Kafka/],
    ["a table as source", withSource(arnOf("dynamodb", "table/Orders")), /is not the ARN of a DynamoDB stream/],
    ["a stream of another account", withSource(streamArn.replace(accountId, "111111111111")), /is not in account/],
    ["a queue as target", withTarget(queueArn("inbox")), /do not support queues as targets/],
    ["a function as target", withTarget(arnOf("lambda", "function:f")), /functions as targets/],
    ["an API destination as target", withTarget(arnOf("events", "api-destination/a/b")), /API destinations as targets/],
    ["a bus of another Region", withTarget(target.replace(region, "eu-west-1")), /bus of its own/],
    ["enrichment", { Enrichment: arnOf("lambda", "function:f") }, /enrichment by a function/],
    ["logs", { LogConfiguration: { Level: "ERROR" } }, /logs of pipes/],
    ["a customer managed key", { KmsKeyIdentifier: "alias/own" }, /customer managed keys/],
    [
      "parameters of another source",
      { SourceParameters: { SqsQueueParameters: { BatchSize: 1 } } },
      /SourceParameters.SqsQueueParameters/,
    ],
    [
      "parameters of another target",
      { TargetParameters: { SqsQueueParameters: {} } },
      /TargetParameters.SqsQueueParameters/,
    ],
    [
      "a global endpoint",
      { TargetParameters: { EventBridgeEventBusParameters: { EndpointId: "abcde.veo" } } },
      /global endpoints/,
    ],
    [
      "a time that is no path",
      { TargetParameters: { EventBridgeEventBusParameters: { Time: "now" } } },
      /Member must satisfy regular expression pattern/,
    ],
    ["an invalid name", { Name: "out box" }, /'name' failed to satisfy constraint/],
    [
      "an invalid filter",
      { SourceParameters: { FilterCriteria: { Filters: [{ Pattern: "{}" }] } } },
      /The filter .* is not valid/,
    ],
    [
      "six filters",
      { SourceParameters: { FilterCriteria: { Filters: Array(6).fill({ Pattern: '{"a":[1]}' }) } } },
      /length less than or equal to 5/,
    ],
  ])("refuses %s", async (_case, changes, message) => {
    await expect(client.send(new CreatePipeCommand(pipeInput({}, changes)))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(message),
    });
  });

  test.each<[string, Parameters<typeof pipeInput>[0], RegExp]>([
    ["more records than a bus takes", { BatchSize: 11 }, /takes at most 10 events/],
    ["a BatchSize of 0", { BatchSize: 0 }, /greater than or equal to 1/],
    ["two batches at a time", { ParallelizationFactor: 2 }, /ParallelizationFactor of 2/],
    ["a FIFO queue for dead letters", { DeadLetterConfig: { Arn: queueArn("dead.fifo") } }, /cannot go to FIFO/],
    ["a bus for dead letters", { DeadLetterConfig: { Arn: target } }, /neither a queue nor a topic/],
    ["too long a window", { MaximumBatchingWindowInSeconds: 301 }, /less than or equal to 300/],
    ["a starting position of Kinesis", { StartingPosition: "AT_TIMESTAMP" as "LATEST" }, /TRIM_HORIZON, LATEST/],
  ])("refuses %s", async (_case, parameters, message) => {
    await expect(client.send(new CreatePipeCommand(pipeInput(parameters)))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(message),
    });
  });

  test("needs iam:PassRole for the role and pipes.amazonaws.com", async () => {
    const Condition = { StringEquals: { "iam:PassedToService": "events.amazonaws.com" } };
    const createPipe = { Effect: "Allow" as const, Action: "pipes:*", Resource: "*" };
    const passRole = { Effect: "Allow" as const, Action: "iam:PassRole", Resource: RoleArn };
    await makeRole(cloud, { name: "deployer", statements: [createPipe, { ...passRole, Condition }] });
    const session = { kind: "role", accountId, roleName: "deployer", sessionName: "deployer" } as const;
    const deployer = cloud.clientFor(PipesClient, cloud.account.credentialsFor(session));
    await expect(deployer.send(new CreatePipeCommand(pipeInput()))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("iam:PassRole"),
    });
    await allowRole(cloud, [createPipe, passRole], "deployer");

    expect(await deployer.send(new CreatePipeCommand(pipeInput()))).toMatchObject({ CurrentState: "CREATING" });
  });
});

describe("a new pipe is CREATE_FAILED, with the reason, if", () => {
  async function reasonFor(...input: Parameters<typeof pipeInput>): Promise<string | undefined> {
    await client.send(new CreatePipeCommand(pipeInput(...input)));
    const { CurrentState, StateReason } = await describePipe();
    expect(CurrentState).toBe("CREATE_FAILED");
    return StateReason;
  }

  test("its role may not read the stream", async () => {
    await allowRole(cloud, [{ ...readStream, Action: ["dynamodb:GetRecords"] }, putOnBus]);

    expect(await reasonFor()).toMatch(
      /^Input parameter is invalid from the request due to : Cannot access stream .*dynamodb:DescribeStream/,
    );
  });

  test("its role does not trust pipes.amazonaws.com", async () => {
    const other = await makeRole(cloud, { name: "other", service: "events.amazonaws.com" });

    expect(await reasonFor({}, { RoleArn: other })).toMatch(/cannot assume the role .*other/);
  });

  test("its role does not exist", async () => {
    expect(await reasonFor({}, { RoleArn: `${RoleArn}-missing` })).toMatch(/cannot assume the role .*-missing/);
  });

  test("its stream does not exist", async () => {
    await allowRole(cloud, [{ ...readStream, Resource: "*" }, putOnBus]);

    expect(await reasonFor({}, { Source: `${streamArn}1` })).toMatch(/^Stream not found/);
  });

  test("its role may not send dead letters", async () => {
    await allowRole(cloud, [readStream, putOnBus]);

    expect(await reasonFor({ DeadLetterConfig: { Arn: queueArn("dead-letters") } })).toMatch(
      /due to : Error occurred while sending message to SQS queue: .*dead-letters.*sqs:sendmessage/,
    );
  });

  test("its dead-letter queue does not exist", async () => {
    await allowRole(cloud, [readStream, { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }]);

    expect(await reasonFor({ DeadLetterConfig: { Arn: queueArn("nowhere") } })).toMatch(/QueueDoesNotExist/);
  });

  test("but not if its role may not put events on the bus: that fails later", async () => {
    await allowRole(cloud, [readStream]);
    await makePipe(cloud);

    expect(await describePipe()).toMatchObject({ CurrentState: "RUNNING" });
  });

  test("and it can be deleted, but not started", async () => {
    await reasonFor({}, { RoleArn: `${RoleArn}-missing` });
    await expect(client.send(new StartPipeCommand({ Name: "outbox" }))).rejects.toThrow(/CREATE_FAILED/);
    await client.send(new DeletePipeCommand({ Name: "outbox" }));

    await expect(describePipe()).rejects.toMatchObject({ name: "NotFoundException" });
  });
});

describe("UpdatePipe", () => {
  const update = (changes: object) => client.send(new UpdatePipeCommand({ Name: "outbox", RoleArn, ...changes }));

  test("leaves what it does not name, and replaces the parameters of stream and bus as one", async () => {
    const FilterCriteria = { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] };
    await makePipe(cloud, { MaximumRetryAttempts: 5, BatchSize: 3 }, { SourceParameters: { FilterCriteria } });
    const answer = await update({
      SourceParameters: { DynamoDBStreamParameters: { BatchSize: 2 } },
      TargetParameters: { EventBridgeEventBusParameters: { Source: "store" } },
    });
    expect(answer).toMatchObject({ CurrentState: "UPDATING" });

    const { SourceParameters, TargetParameters, CurrentState } = await describePipe();
    expect(CurrentState).toBe("RUNNING");
    expect(SourceParameters).toMatchObject({
      FilterCriteria,
      DynamoDBStreamParameters: { StartingPosition: "TRIM_HORIZON", BatchSize: 2, MaximumRetryAttempts: -1 },
    });
    expect(TargetParameters).toEqual({
      EventBridgeEventBusParameters: { Source: "store" },
      InputTemplate: "<$.dynamodb.NewImage.event.M.detail.S>",
    });
  });

  test("removes filters with an empty list, and the template with an empty string", async () => {
    const FilterCriteria = { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] };
    await makePipe(cloud, {}, { SourceParameters: { FilterCriteria } });
    await update({ SourceParameters: { FilterCriteria: { Filters: [] } }, TargetParameters: { InputTemplate: "" } });

    const { SourceParameters, TargetParameters } = await describePipe();
    expect(SourceParameters).not.toHaveProperty("FilterCriteria");
    expect(TargetParameters).not.toHaveProperty("InputTemplate");
  });

  test("that AWS would not start leaves the pipe as it was, and running, with the reason (assumption)", async () => {
    await makePipe(cloud);
    await update({ RoleArn: `${RoleArn}-missing` });
    stream.write(1);
    await cloud.clock.settle();

    expect(await describePipe()).toMatchObject({
      CurrentState: "UPDATE_FAILED",
      StateReason: expect.stringContaining("cannot assume the role"),
      RoleArn,
    });
    expect(await deliveredOrders(cloud)).toEqual([1]);
  });

  test("applies to the records that are read next", async () => {
    await makePipe(cloud);
    await update({ Target: busArn("default") });
    stream.write(1);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([]);
    expect(await describePipe()).toMatchObject({ Target: busArn("default") });
  });

  test("is refused if the source is gone, as are StartPipe and StopPipe", async () => {
    await makePipe(cloud);
    stream.gone = true;
    const refused = { name: "ValidationException", message: expect.stringContaining("Stream not found") };

    await expect(update({})).rejects.toMatchObject(refused);
    await expect(client.send(new StopPipeCommand({ Name: "outbox" }))).rejects.toMatchObject(refused);
    await expect(client.send(new StartPipeCommand({ Name: "outbox" }))).rejects.toMatchObject(refused);
  });
});

describe("StopPipe and StartPipe", () => {
  test("pause the pipe, which goes on where it stopped", async () => {
    await makePipe(cloud, { StartingPosition: "LATEST" });
    stream.write(1);
    await cloud.clock.settle();
    expect(await client.send(new StopPipeCommand({ Name: "outbox" }))).toMatchObject({ CurrentState: "STOPPING" });
    stream.write(2);
    await cloud.clock.settle();
    expect(await deliveredOrders(cloud)).toEqual([1]);
    expect(await describePipe()).toMatchObject({ DesiredState: "STOPPED", CurrentState: "STOPPED" });
    expect(await client.send(new StartPipeCommand({ Name: "outbox" }))).toMatchObject({ CurrentState: "STARTING" });
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([2]);
  });

  test("a pipe that is created STOPPED takes its starting position when it starts", async () => {
    await makePipe(cloud, { StartingPosition: "LATEST" }, { DesiredState: "STOPPED" });
    stream.write(1);
    await client.send(new StartPipeCommand({ Name: "outbox" }));
    stream.write(2);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([2]);
  });

  test("a stopped pipe is not pending, one that waits for a retry is", async () => {
    await makePipe(cloud);
    await allowRole(cloud, [readStream]);
    stream.write(1);
    await cloud.clock.advance(10_000);
    const pending = () => [...cloud.account.service("pipes").pending!()];
    expect(pending()).toEqual(["pipe outbox"]);
    await client.send(new StopPipeCommand({ Name: "outbox" }));
    await cloud.clock.settle();

    expect(pending()).toEqual([]);
  });
});

test("DeletePipe forgets the position: a new pipe of that name begins where StartingPosition says", async () => {
  await makePipe(cloud);
  stream.write(1);
  await cloud.clock.settle();
  expect(await client.send(new DeletePipeCommand({ Name: "outbox" }))).toMatchObject({
    DesiredState: "DELETED",
    CurrentState: "DELETING",
  });
  await expect(describePipe()).rejects.toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
  await makePipe(cloud);
  await cloud.clock.settle();

  expect(await deliveredOrders(cloud)).toEqual([1, 1]);
});

test("ListPipes filters and pages by name", async () => {
  for (const Name of ["b-2", "a-1", "b-1"]) await makePipe(cloud, {}, { Name });
  await client.send(new StopPipeCommand({ Name: "b-2" }));
  const list = async (input: object) => {
    const { Pipes, NextToken } = await client.send(new ListPipesCommand(input));
    return { names: Pipes!.map(({ Name }) => Name), NextToken };
  };

  const first = await list({ Limit: 2 });
  expect(first.names).toEqual(["a-1", "b-1"]);
  expect(await list({ Limit: 2, NextToken: first.NextToken })).toEqual({ names: ["b-2"], NextToken: undefined });
  expect((await list({ NamePrefix: "b-" })).names).toEqual(["b-1", "b-2"]);
  expect((await list({ CurrentState: "STOPPED" })).names).toEqual(["b-2"]);
  expect((await list({ SourcePrefix: "arn:aws:sqs" })).names).toEqual([]);
  await expect(list({ Limit: 101 })).rejects.toMatchObject({ name: "ValidationException" });
  await expect(list({ NextToken: "x" })).rejects.toMatchObject({ name: "ValidationException" });
});

test("tags are set with the pipe, added, removed and listed", async () => {
  await makePipe(cloud, {}, { Tags: { step: "14" } });
  const resourceArn = pipeArn("outbox");
  await client.send(new TagResourceCommand({ resourceArn, tags: { team: "booking", step: "15" } }));
  await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["team"] }));

  expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ step: "15" });
  await expect(client.send(new TagResourceCommand({ resourceArn, tags: { "aws:x": "1" } }))).rejects.toMatchObject({
    name: "ValidationException",
  });
  await expect(client.send(new ListTagsForResourceCommand({ resourceArn: pipeArn("missing") }))).rejects.toMatchObject({
    name: "NotFoundException",
  });
});

test("an error of the source that may pass ends CreatePipe, not the pipe", async () => {
  cloud.faults.add({ kind: "throttle", call: "sts.AssumeRole", next: 1 });

  await expect(client.send(new CreatePipeCommand(pipeInput()))).rejects.toMatchObject({ name: "Throttling" });
  await expect(describePipe()).rejects.toMatchObject({ name: "NotFoundException" });
});
