import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Wire } from "../../../core/service.ts";

/**
 * Reads the streams of this account's tables from inside the local cloud. Another service gets it with
 * `account.service("dynamodb").streams!`. It is for services that read as AWS's pollers do, such as pipes; clients use the
 * operations of DynamoDB Streams.
 *
 * - A record appears here once its write is durable, so whatever a reader does with it cannot come before the write.
 * - A stream has one shard, so its records are in one order: that of their writes.
 * - Nothing here asks IAM. The reader checks that its role may `dynamodb:DescribeStream`, `GetShardIterator`, `GetRecords`
 *   and `ListStreams`: it calls those operations as that role, or evaluates its policies.
 * - The reader keeps its own position in the store. It saves the position in the turn of the event loop in which it saves
 *   what it did with the records, so that both survive a kill or neither.
 */
export interface StreamReader {
  /** Whether the stream can be read: it is enabled, or was disabled less than 24 hours ago. */
  exists(streamArn: string): boolean;
  /**
   * The position of now, to be stored: TRIM_HORIZON is before the oldest record, LATEST after the newest one. Later reads
   * from it miss nothing that was written in between.
   *
   * @throws AwsError ResourceNotFoundException
   */
  resolve(streamArn: string, start: "TRIM_HORIZON" | "LATEST"): StoredPosition;
  /**
   * At most `limit` records after `position`, oldest first. LATEST itself never has any: `resolve` it once.
   *
   * @throws AwsError ResourceNotFoundException
   */
  read(streamArn: string, position: StreamPosition, limit: number): StreamBatch;
  /**
   * Calls `listener` after records were added, once for each batch that became durable, as work in flight. It must not
   * throw. It does not tell of records from before: read those first. Returns a function that ends this.
   */
  onRecord(streamArn: string, listener: () => void): () => void;
}

export type StoredPosition = {
  type: "AFTER_SEQUENCE_NUMBER";
  /** Of the last record that was read, or one from `resolve`. */
  sequenceNumber: string;
};

type StreamPosition = { type: "TRIM_HORIZON" | "LATEST" } | StoredPosition;

export interface StreamBatch {
  records: StreamRecord[];
  shardId: string;
  /**
   * Whether records after `position` were deleted before they were read, because they were older than 24 hours. `records`
   * then begins with the oldest one that is left.
   */
  trimmed: boolean;
  /** Whether the stream is disabled and `records` has its last one: nothing will ever follow. */
  closed: boolean;
}

type Item = Record<string, Wire<AttributeValue>>;

/** A record as GetRecords answers it ("Record" and "StreamRecord", Amazon DynamoDB Streams API Reference). */
export interface StreamRecord {
  /** The same at each read. */
  eventID: string;
  eventName: "INSERT" | "MODIFY" | "REMOVE";
  eventVersion: string;
  eventSource: "aws:dynamodb";
  awsRegion: string;
  dynamodb: {
    /** Seconds since 1970. */
    ApproximateCreationDateTime: number;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
    /** Digits, all of the same length: their order as strings is that of the records. */
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES" | "KEYS_ONLY";
  };
}
