import { createHash } from "node:crypto";
import { itemSize } from "../dynalite.ts";
import type { StoredRecord, StoredStream } from "./stored.ts";
import type { StreamRecord } from "./stream-reader.ts";

/** A record as readers see it ("Record" and "StreamRecord", Amazon DynamoDB Streams API Reference). */
export function streamRecord(
  region: string,
  { arn, viewType }: StoredStream,
  sequenceNumber: string,
  { at, eventName, keys, newImage, oldImage }: StoredRecord,
): StreamRecord {
  return {
    eventID: createHash("sha256").update(`${arn} ${sequenceNumber}`).digest("hex").slice(0, 32),
    eventName,
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at / 1000),
      Keys: keys,
      ...(newImage && { NewImage: newImage }),
      ...(oldImage && { OldImage: oldImage }),
      SequenceNumber: sequenceNumber,
      SizeBytes: [keys, newImage, oldImage].reduce((sum, part) => sum + (part ? itemSize(part) : 0), 0),
      StreamViewType: viewType,
    },
  };
}
