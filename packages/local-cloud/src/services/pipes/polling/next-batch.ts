import type { StreamRecord } from "../../dynamodb/streams/stream-reader.ts";
import type { StoredPipe } from "../stored-pipe.ts";
import { passes } from "./filter.ts";
import { type Batch, newPart, sequenceNumbersOf } from "./reading.ts";

/** "Amazon DynamoDB stream as a source": a batch is complete at this size, whatever its number of records. */
const maxPayloadBytes = 6 * 1024 * 1024;

/** The batch that begins with the first of `records`, and whether it is complete: a longer wait would not add to it. */
export function nextBatch(pipe: StoredPipe, records: readonly StreamRecord[]): { batch: Batch; complete: boolean } {
  const taken = withinPayload(records);
  const events = taken.map((record) => ({ ...record, eventSourceARN: pipe.source }));
  const matching = events.filter((event) => passes(pipe.filters, event));
  return {
    complete: taken.length < records.length || taken.length >= pipe.stream.BatchSize,
    batch: {
      size: taken.length,
      lastSequenceNumber: taken.at(-1)!.dynamodb.SequenceNumber,
      parts: matching.length > 0 ? [newPart(sequenceNumbersOf(matching))] : [],
    },
  };
}

function withinPayload(records: readonly StreamRecord[]): StreamRecord[] {
  const taken: StreamRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    bytes += Buffer.byteLength(JSON.stringify(record));
    if (bytes > maxPayloadBytes && taken.length > 0) break;
    taken.push(record);
  }
  return taken;
}
