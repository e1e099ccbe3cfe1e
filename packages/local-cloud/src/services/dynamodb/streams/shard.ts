import { createHash } from "node:crypto";
import type { Shard } from "@aws-sdk/client-dynamodb-streams";
import type { Wire } from "../../../core/service.ts";
import type { StoredStream } from "./stored.ts";

/** AWS splits a stream into shards and replaces each after some hours. Here a stream has one shard, for all its life. */
export function shardOf(stream: StoredStream): Wire<Shard> & { ShardId: string } {
  const { startingSequenceNumber, disabled } = stream;
  return {
    ShardId: shardIdOf(stream),
    SequenceNumberRange: {
      StartingSequenceNumber: startingSequenceNumber,
      ...(disabled && { EndingSequenceNumber: disabled.endingSequenceNumber }),
    },
  };
}

/** E.g. shardId-00000001767268800000-1f0c3c52. */
export function shardIdOf({ arn, createdAt }: StoredStream): string {
  const suffix = createHash("sha256").update(arn).digest("hex").slice(0, 8);
  return `shardId-${String(createdAt).padStart(20, "0")}-${suffix}`;
}
