import { CreateEventBusCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreatePipeCommand,
  type CreatePipeCommandInput,
  DescribePipeCommand,
  PipesClient,
} from "@aws-sdk/client-pipes";
import { AwsError } from "../../core/aws-error.ts";
import type { PolicyStatement } from "../../core/policy.ts";
import type { TestCloud } from "../../testing/index.ts";
import type { StoredPosition, StreamReader, StreamRecord } from "../dynamodb/streams/stream-reader.ts";
import { accountId, busArn, makeQueue, makeRule, messagesIn, queueArn, region } from "../eventbridge/test-support.ts";

export const streamArn = `arn:aws:dynamodb:${region}:${accountId}:table/Orders/stream/2026-01-01T12:00:00.000`;
export const target = busArn("Shop");
export const pipeArn = (name: string) => `arn:aws:pipes:${region}:${accountId}:pipe/${name}`;

/** What the role of a pipe needs. */
export const readStream: PolicyStatement = {
  Effect: "Allow",
  Action: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
  Resource: streamArn,
};
export const putOnBus: PolicyStatement = { Effect: "Allow", Action: "events:PutEvents", Resource: target };
export const sendDeadLetters: PolicyStatement = {
  Effect: "Allow",
  Action: "sqs:SendMessage",
  Resource: queueArn("dead-letters"),
};

/** A stream without a table: a test writes its records. It outlives a cloud that is started again. */
export class FakeStream implements StreamReader {
  readonly arn: string;
  #now: () => number = () => 0;
  #records: StreamRecord[] = [];
  #listeners = new Set<() => void>();
  #count = 0;
  #trimmedUpTo = "";
  closed = false;
  gone = false;

  constructor(arn = streamArn) {
    this.arn = arn;
  }

  /** Takes the place of the cloud's own streams. */
  attach(cloud: Pick<TestCloud, "account" | "clock">): this {
    this.#now = () => cloud.clock.now();
    this.#listeners.clear();
    Object.assign(cloud.account.service("dynamodb"), { streams: this });
    return this;
  }

  /** Writes an item for each number: { order: N, event: { type, detail } }. @returns the sequence numbers */
  write(...orders: number[]): string[] {
    const written = orders.map((order) => this.put({ order: { N: String(order) }, event: eventOf(order) }));
    return written;
  }

  put(NewImage: NonNullable<StreamRecord["dynamodb"]["NewImage"]>, OldImage?: typeof NewImage): string {
    const SequenceNumber = String(++this.#count).padStart(21, "0");
    this.#records.push({
      eventID: `id-${this.#count}`,
      eventName: OldImage ? "MODIFY" : "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(this.#now() / 1000),
        Keys: { order: NewImage.order! },
        NewImage,
        ...(OldImage && { OldImage }),
        SequenceNumber,
        SizeBytes: 26,
        StreamViewType: "NEW_AND_OLD_IMAGES",
      },
    });
    for (const listener of this.#listeners) listener();
    return SequenceNumber;
  }

  /** Deletes the oldest records, as DynamoDB does after 24 hours. */
  trim(count: number): void {
    this.#trimmedUpTo = this.#records[count - 1]!.dynamodb.SequenceNumber;
    this.#records = this.#records.slice(count);
  }

  exists(arn: string): boolean {
    return arn === this.arn && !this.gone;
  }

  resolve(arn: string, start: "TRIM_HORIZON" | "LATEST") {
    this.#check(arn);
    const sequenceNumber = start === "LATEST" ? String(this.#count).padStart(21, "0") : this.#trimmedUpTo;
    return { type: "AFTER_SEQUENCE_NUMBER", sequenceNumber } as const;
  }

  read(arn: string, position: Parameters<StreamReader["read"]>[1], limit: number) {
    this.#check(arn);
    const { sequenceNumber } = position.type === "LATEST" ? this.resolve(arn, "LATEST") : (position as StoredPosition);
    const after = this.#records.filter(({ dynamodb }) => dynamodb.SequenceNumber > sequenceNumber);
    return {
      records: after.slice(0, limit),
      shardId: "shardId-00000001",
      trimmed: sequenceNumber < this.#trimmedUpTo,
      closed: this.closed && after.length <= limit,
    };
  }

  onRecord(_arn: string, listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #check(arn: string): void {
    if (!this.exists(arn)) throw new AwsError("ResourceNotFoundException", "Requested resource not found.");
  }
}

/** As an outbox stores an event: its detail as JSON in a string, so that numbers stay numbers. */
function eventOf(order: number) {
  const detail = JSON.stringify({ order, amount: 300 });
  return { M: { type: { S: "OrderPlaced" }, detail: { S: detail } } };
}

/** The parameters of a pipe that puts the stored events on the bus. */
export const outbox = {
  InputTemplate: "<$.dynamodb.NewImage.event.M.detail.S>",
  EventBridgeEventBusParameters: { Source: "shop", DetailType: "$.dynamodb.NewImage.event.M.type.S" },
};

export function pipesOf(cloud: TestCloud): PipesClient {
  return cloud.clientFor(PipesClient);
}

/** Creates a role that pipes may assume. Default: it may do what a pipe with a dead-letter queue needs. @returns its ARN */
export async function makeRole(
  cloud: TestCloud,
  { statements = [readStream, putOnBus, sendDeadLetters], service = "pipes.amazonaws.com", name = "pipe-role" } = {},
): Promise<string> {
  const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  const document = (list: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: list });
  const { Role } = await cloud.iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document([trust]) }),
  );
  await allowRole(cloud, statements, name);
  return Role!.Arn!;
}

export async function allowRole(cloud: TestCloud, statements: PolicyStatement[], RoleName = "pipe-role") {
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  await cloud.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
}

/** Creates bus Shop with a queue that gets all its events, a queue for dead letters, and the pipe's role. */
export async function openShop(cloud: TestCloud): Promise<void> {
  await cloud.events.send(new CreateEventBusCommand({ Name: "Shop" }));
  const inbox = await makeQueue(cloud, "inbox");
  const pattern = { account: [accountId] };
  await makeRule(cloud, { name: "all", bus: "Shop", pattern, targets: [{ Id: "inbox", Arn: inbox }] });
  await makeQueue(cloud, "dead-letters");
  await makeRole(cloud);
}

/** The input of a pipe from the fake stream to bus Shop, which starts at TRIM_HORIZON. */
export function pipeInput(
  stream: Partial<NonNullable<CreatePipeCommandInput["SourceParameters"]>["DynamoDBStreamParameters"]> = {},
  more: Partial<CreatePipeCommandInput> = {},
): CreatePipeCommandInput {
  return {
    Name: "outbox",
    Source: streamArn,
    Target: target,
    RoleArn: `arn:aws:iam::${accountId}:role/pipe-role`,
    TargetParameters: outbox,
    ...more,
    SourceParameters: {
      ...more.SourceParameters,
      DynamoDBStreamParameters: { StartingPosition: "TRIM_HORIZON", ...stream },
    },
  };
}

export async function makePipe(cloud: TestCloud, ...input: Parameters<typeof pipeInput>): Promise<void> {
  const client = pipesOf(cloud);
  const given = pipeInput(...input);
  await client.send(new CreatePipeCommand(given));
  const { CurrentState, StateReason } = await client.send(new DescribePipeCommand({ Name: given.Name }));
  if (CurrentState === "CREATE_FAILED") throw new Error(StateReason);
}

/** The events that reached the queue behind the bus since the last look. */
// biome-ignore lint/suspicious/noExplicitAny: a test knows what it put into the events
export async function delivered(cloud: TestCloud): Promise<any[]> {
  const messages = await messagesIn(cloud, "inbox");
  return messages.map(({ Body }) => JSON.parse(Body!));
}

/** The orders that reached the queue, in ascending order. */
export async function deliveredOrders(cloud: TestCloud): Promise<number[]> {
  const events = await delivered(cloud);
  return events.map(({ detail }) => detail.order as number).sort((one, other) => one - other);
}

export async function deadLetters(cloud: TestCloud) {
  return (await messagesIn(cloud, "dead-letters")).map(({ Body }) => JSON.parse(Body!));
}
