import type { Account } from "../../../core/account.ts";
import { streamRecord } from "./record.ts";
import type { StoredStream } from "./stored.ts";
import type { StreamRecord } from "./stream-reader.ts";
import { type Streams, startOf } from "./streams.ts";

export interface ReadLimits {
  records: number;
  /** Of all records together; the first one may be larger. Default: no limit. */
  bytes?: number;
}

/** The records after a sequence number, and whether nothing will ever follow them because the stream is disabled. */
export function readAfter(
  account: Account,
  streams: Streams,
  stream: StoredStream,
  sequenceNumber: string,
  { records: maxRecords, bytes: maxBytes = Number.POSITIVE_INFINITY }: ReadLimits,
): { records: StreamRecord[]; closed: boolean } {
  const log = streams.log(stream.arn);
  const records: StreamRecord[] = [];
  let bytes = 0;
  for (const [number, stored] of log.after(sequenceNumber)) {
    const record = streamRecord(account.region, stream, number, stored);
    bytes += record.dynamodb.SizeBytes;
    if (records.length === maxRecords || (records.length > 0 && bytes > maxBytes)) return { records, closed: false };
    records.push(record);
  }
  return { records, closed: stream.disabled !== undefined && log.settled };
}

/** The stream, once the records that are too old are gone. @throws AwsError ResourceNotFoundException */
export function trimmedStream(streams: Streams, streamArn: string): StoredStream {
  streams.log(streams.get(streamArn).arn).trim();
  return streams.get(streamArn);
}

/** The sequence number before all records that are left, or of the newest one. */
export function sequenceNumberAt(streams: Streams, stream: StoredStream, start: "TRIM_HORIZON" | "LATEST"): string {
  const oldest = startOf(stream);
  return start === "TRIM_HORIZON" ? oldest : (streams.log(stream.arn).last() ?? oldest);
}
