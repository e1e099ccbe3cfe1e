import {
  DeleteItemCommand,
  PutItemCommand,
  type StreamViewType,
  UpdateItemCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type ShardIteratorType,
} from "@aws-sdk/client-dynamodb-streams";
import type { TestCloud } from "../../../testing/index.ts";
import { createTable } from "../test-support.ts";

/** Creates the table "Bookings" with a stream. @returns the stream's ARN */
export async function createStreamTable(cloud: TestCloud, type: StreamViewType = "NEW_AND_OLD_IMAGES") {
  const { TableDescription } = await createTable(cloud, {
    StreamSpecification: { StreamEnabled: true, StreamViewType: type },
  });
  return TableDescription!.LatestStreamArn!;
}

/** Enables the stream of "Bookings", or disables it. @returns the ARN of its latest stream */
export async function setStream(cloud: TestCloud, type: StreamViewType | undefined): Promise<string> {
  const StreamSpecification = type ? { StreamEnabled: true, StreamViewType: type } : { StreamEnabled: false };
  const { TableDescription } = await cloud.dynamodb.send(
    new UpdateTableCommand({ TableName: "Bookings", StreamSpecification }),
  );
  return TableDescription!.LatestStreamArn!;
}

const key = (id: string) => ({ bookingId: { S: id } });

/** Writes to "Bookings". */
export function writesTo({ dynamodb }: TestCloud) {
  return {
    put: (id: string, attributes: PutItemCommand["input"]["Item"] = {}) =>
      dynamodb.send(new PutItemCommand({ TableName: "Bookings", Item: { ...key(id), ...attributes } })),
    set: (id: string, state: string) =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName: "Bookings",
          Key: key(id),
          UpdateExpression: "SET #state = :state",
          ExpressionAttributeNames: { "#state": "state" },
          ExpressionAttributeValues: { ":state": { S: state } },
        }),
      ),
    remove: (id: string) => dynamodb.send(new DeleteItemCommand({ TableName: "Bookings", Key: key(id) })),
  };
}

/** Reads streams as a client does. */
export function streamReads(cloud: TestCloud, client = cloud.clientFor(DynamoDBStreamsClient)) {
  const shard = async (StreamArn: string) => {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
    return StreamDescription!.Shards![0]!;
  };
  const iterator = async (StreamArn: string, type: ShardIteratorType = "TRIM_HORIZON", SequenceNumber?: string) => {
    const { ShardId } = await shard(StreamArn);
    const request = new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: type, SequenceNumber });
    return (await client.send(request)).ShardIterator!;
  };
  const next = (ShardIterator: string | undefined, Limit?: number) =>
    client.send(new GetRecordsCommand({ ShardIterator, Limit }));
  const all = async (StreamArn: string) => (await next(await iterator(StreamArn))).Records!;
  return { client, shard, iterator, next, all };
}
