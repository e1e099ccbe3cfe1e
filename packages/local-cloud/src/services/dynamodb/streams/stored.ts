import type { AttributeValue, KeySchemaElement, StreamViewType } from "@aws-sdk/client-dynamodb";
import type { Wire } from "../../../core/service.ts";

export type Item = Record<string, Wire<AttributeValue>>;

/** A table's stream. It can be read until 24 hours after it was disabled, also when its table is gone. */
export interface StoredStream {
  arn: string;
  tableName: string;
  /** When it was enabled, e.g. 2026-01-01T12:00:00.000. Differs between the streams of one table. */
  label: string;
  viewType: StreamViewType;
  keySchema: KeySchemaElement[];
  /** Milliseconds since 1970, like all times here. */
  createdAt: number;
  /** Less than that of any record. */
  startingSequenceNumber: string;
  /** The number of the last record that was deleted because of its age. */
  trimmedThrough?: string;
  disabled?: { at: number; endingSequenceNumber: string };
}

/** One change of one item, with the images that the stream's view type asks for. Its key is its sequence number. */
export interface StoredRecord {
  at: number;
  eventName: "INSERT" | "MODIFY" | "REMOVE";
  keys: Item;
  newImage?: Item;
  oldImage?: Item;
}

/** For how long records, and disabled streams, are kept ("Change data capture for DynamoDB Streams"). */
export const retentionMs = 24 * 60 * 60 * 1000;
