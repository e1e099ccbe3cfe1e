import type { GetRecordsInput, GetRecordsOutput } from "@aws-sdk/client-dynamodb-streams";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Database } from "../database.ts";
import { readAfter, trimmedStream } from "../streams/read.ts";
import { checkNotExpired, readIterator, writeIterator } from "../streams/shard-iterator.ts";
import { startOf } from "../streams/streams.ts";
import { checkLength, checkLimit, trimmed } from "../streams/validate.ts";

/** "GetRecords can retrieve a maximum of 1 MB of data or 1000 stream records, whichever comes first." */
const maxRecords = 1000;
const maxBytes = 1024 * 1024;

/** The end of a disabled stream has no next iterator, as on AWS. */
export function getRecords({ account, streams }: Database): Operation<Wire<GetRecordsInput>, Wire<GetRecordsOutput>> {
  return (input, context) => {
    const iterator = readIterator(checkLength(input.ShardIterator, "shardIterator", 1, 2048));
    const { streamArn, shardId, after } = iterator;
    context.authorize({ action: "dynamodb:GetRecords", resource: streamArn });
    const limit = checkLimit(input.Limit, maxRecords);
    const now = account.clock.now();
    checkNotExpired(iterator, now);
    const stream = trimmedStream(streams, streamArn);
    if (stream.trimmedThrough !== undefined && after < startOf(stream)) throw trimmed(stream);

    const { records, closed } = readAfter(account, streams, stream, after, { records: limit, bytes: maxBytes });
    const next = { streamArn, shardId, after: records.at(-1)?.dynamodb.SequenceNumber ?? after, issuedAt: now };
    return { Records: records, ...(!closed && { NextShardIterator: writeIterator(next) }) };
  };
}
