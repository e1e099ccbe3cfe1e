import type { StreamRecord } from "../../dynamodb/streams/stream-reader.ts";

/** A record as a pipe filters and transforms it ("Amazon DynamoDB stream as a source", example event). */
export type PipeEvent = StreamRecord & { eventSourceARN: string };
