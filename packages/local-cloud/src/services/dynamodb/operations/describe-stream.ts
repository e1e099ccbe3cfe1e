import type { DescribeStreamInput, DescribeStreamOutput } from "@aws-sdk/client-dynamodb-streams";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Database } from "../database.ts";
import { shardOf } from "../streams/shard.ts";
import { checkLength, checkLimit, checkOneOf, checkStreamArn } from "../streams/validate.ts";

const maxShards = 100;

/** A stream is enabled and disabled at once: AWS's seconds of ENABLING and DISABLING do not pass. */
export function describeStream(database: Database): Operation<Wire<DescribeStreamInput>, Wire<DescribeStreamOutput>> {
  return (input, context) => {
    const streamArn = checkStreamArn(input.StreamArn, "streamArn");
    context.authorize({ action: "dynamodb:DescribeStream", resource: streamArn });
    checkLimit(input.Limit, maxShards);
    const stream = database.streams.get(streamArn);

    return {
      StreamDescription: {
        StreamArn: stream.arn,
        StreamLabel: stream.label,
        StreamStatus: stream.disabled ? "DISABLED" : "ENABLED",
        StreamViewType: stream.viewType,
        CreationRequestDateTime: stream.createdAt / 1000,
        TableName: stream.tableName,
        KeySchema: stream.keySchema,
        Shards: onlyChildren(input) ? [] : [shardOf(stream)].filter(({ ShardId }) => isAfterStart(input, ShardId)),
      },
    };
  };
}

function isAfterStart({ ExclusiveStartShardId: start }: Wire<DescribeStreamInput>, shardId: string): boolean {
  return start === undefined || shardId > checkLength(start, "exclusiveStartShardId", 28, 65);
}

/** A stream's only shard has no children. */
function onlyChildren({ ShardFilter: filter }: Wire<DescribeStreamInput>): boolean {
  if (filter === undefined) return false;
  checkOneOf(filter.Type, "shardFilter.type", ["CHILD_SHARDS"]);
  checkLength(filter.ShardId, "shardFilter.shardId", 28, 65);
  return true;
}
