import type { Work } from "../../../core/work-queue.ts";
import type { StoredPosition, StreamReader } from "../../dynamodb/streams/stream-reader.ts";
import type { StoredPipe } from "../stored-pipe.ts";
import type { PipeEvent } from "../template/pipe-event.ts";

/** How far a pipe has read its source, under the pipe's id. It survives a stop and a kill. */
export interface Reading extends Work {
  pipeName: string;
  /** Whether there is nothing to do until a record arrives or the pipe starts. */
  idle: boolean;
  /** Before the batch in work: after the last record that is done with. */
  position: StoredPosition;
  /** When an incomplete batch is taken as it is, in milliseconds since 1970. */
  windowEndsAt?: number | undefined;
  batch?: Batch | undefined;
  /** How many reads in a row the source has refused. */
  refusals: number;
}

/** The records that were read together. Nothing after them is read before the last of their parts is done. */
export interface Batch {
  /** How many records were read, those that no filter matches included. */
  size: number;
  /** Of the last record. */
  lastSequenceNumber: string;
  /** In stream order. The first one is in work. */
  parts: readonly Part[];
}

/** Records of a batch that are sent together: all of it, those that failed, or a half. */
export interface Part {
  sequenceNumbers: readonly string[];
  /** Failed executions so far, for the back-off. */
  failures: number;
  /** Those of them that count against MaximumRetryAttempts. */
  countedFailures: number;
  /** Set when the records are given up: what is sent instead of them. */
  deadLetter?: { body: string; sends: number };
}

export function newPart(sequenceNumbers: readonly string[], countedFailures = 0): Part {
  return { sequenceNumbers, failures: 0, countedFailures };
}

/** The reading without the first part of its batch. With the last part, the position moves past the batch. */
export function withoutFirstPart(reading: Reading): Reading {
  const { lastSequenceNumber, parts } = reading.batch!;
  if (parts.length > 1) return withFirstPart(reading, []);
  return {
    ...reading,
    batch: undefined,
    position: { type: "AFTER_SEQUENCE_NUMBER", sequenceNumber: lastSequenceNumber },
  };
}

/** The reading with other parts in place of the first one. */
export function withFirstPart(reading: Reading, parts: readonly Part[]): Reading {
  const batch = reading.batch!;
  return { ...reading, batch: { ...batch, parts: [...parts, ...batch.parts.slice(1)] } };
}

/** The events of a part that are still in the stream, which keeps a record for 24 hours. */
export function eventsOf(
  stream: StreamReader,
  pipe: StoredPipe,
  { position, batch }: Reading,
  part: Part,
): PipeEvent[] {
  const wanted = new Set(part.sequenceNumbers);
  const { records } = stream.read(pipe.source, position, batch!.size);
  return records
    .filter(({ dynamodb }) => wanted.has(dynamodb.SequenceNumber))
    .map((record) => ({ ...record, eventSourceARN: pipe.source }));
}

export function sequenceNumbersOf(events: readonly PipeEvent[]): string[] {
  return events.map(({ dynamodb }) => dynamodb.SequenceNumber);
}
