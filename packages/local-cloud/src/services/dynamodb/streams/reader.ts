import type { Account } from "../../../core/account.ts";
import { readAfter, sequenceNumberAt, trimmedStream } from "./read.ts";
import { shardIdOf } from "./shard.ts";
import type { StreamReader } from "./stream-reader.ts";
import { type Streams, startOf } from "./streams.ts";

export function createStreamReader(account: Account, streams: Streams): StreamReader {
  return {
    exists: (streamArn) => streams.find(streamArn) !== undefined,

    resolve(streamArn, start) {
      const stream = trimmedStream(streams, streamArn);
      return { type: "AFTER_SEQUENCE_NUMBER", sequenceNumber: sequenceNumberAt(streams, stream, start) };
    },

    read(streamArn, position, limit) {
      const stream = trimmedStream(streams, streamArn);
      const after =
        position.type === "AFTER_SEQUENCE_NUMBER"
          ? position.sequenceNumber
          : sequenceNumberAt(streams, stream, position.type);
      return {
        ...readAfter(account, streams, stream, after, { records: limit }),
        shardId: shardIdOf(stream),
        trimmed: after < startOf(stream),
      };
    },

    onRecord: (streamArn, listener) => streams.log(streams.get(streamArn).arn).onRecord(listener),
  };
}
