import type { GetShardIteratorInput, GetShardIteratorOutput } from "@aws-sdk/client-dynamodb-streams";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Database } from "../database.ts";
import { sequenceNumberAt, trimmedStream } from "../streams/read.ts";
import { shardIdOf } from "../streams/shard.ts";
import { writeIterator } from "../streams/shard-iterator.ts";
import type { StoredStream } from "../streams/stored.ts";
import { checkLength, checkOneOf, checkSequenceNumber, checkStreamArn } from "../streams/validate.ts";

type Input = Wire<GetShardIteratorInput>;

const types = ["AFTER_SEQUENCE_NUMBER", "AT_SEQUENCE_NUMBER", "LATEST", "TRIM_HORIZON"] as const;

export function getShardIterator(database: Database): Operation<Input, Wire<GetShardIteratorOutput>> {
  const { account, streams } = database;
  return (input, context) => {
    const streamArn = checkStreamArn(input.StreamArn, "streamArn");
    context.authorize({ action: "dynamodb:GetShardIterator", resource: streamArn });
    const shardId = checkLength(input.ShardId, "shardId", 28, 65);
    const type = checkOneOf(input.ShardIteratorType, "shardIteratorType", types);
    checkNumberGiven(type, input.SequenceNumber);
    const stream = trimmedStream(streams, streamArn);
    if (shardId !== shardIdOf(stream)) {
      throw new AwsError(
        "ResourceNotFoundException",
        `Requested resource not found: Shard: ${shardId} in Stream: ${streamArn} not found`,
      );
    }

    const after = startAfter(database, stream, type, input.SequenceNumber);
    return { ShardIterator: writeIterator({ streamArn, shardId, after, issuedAt: account.clock.now() }) };
  };
}

function checkNumberGiven(type: (typeof types)[number], number: string | undefined): void {
  const needed = type.endsWith("SEQUENCE_NUMBER");
  if (needed === (number !== undefined)) return;
  throw new AwsError(
    "ValidationException",
    `One or more parameter values were invalid: SequenceNumber ${needed ? "is required" : "must not be specified"} ` +
      `when ShardIteratorType is ${type}`,
  );
}

function startAfter(
  { streams }: Database,
  stream: StoredStream,
  type: (typeof types)[number],
  given: string | undefined,
): string {
  if (type === "LATEST" || type === "TRIM_HORIZON") return sequenceNumberAt(streams, stream, type);
  const number = checkSequenceNumber(stream, sequenceNumberAt(streams, stream, "LATEST"), given);
  return type === "AFTER_SEQUENCE_NUMBER" ? number : numberBefore(number);
}

function numberBefore(number: string): string {
  return String(BigInt(number) - 1n).padStart(number.length, "0");
}
