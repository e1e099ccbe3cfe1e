/**
 * The keys of events in a stream sort them by time, then by rank, then in the order of their arrival:
 * "<timestamp>.<rank>.<sequence>".
 */
export interface EventPlace {
  /** Milliseconds since 1970. */
  timestamp: number;
  /** Its place among events of the same millisecond; events of one call share it, and keep their order. */
  rank: number;
  /** A key of the store's sequence. */
  sequence: string;
}

export function eventKey({ timestamp, rank, sequence }: EventPlace): string {
  return `${keyBefore(timestamp)}.${String(rank).padStart(10, "0")}.${sequence}`;
}

export function placeOf(key: string): EventPlace {
  const [timestamp = "", rank = "", sequence = ""] = key.split(".");
  return { timestamp: Number(timestamp), rank: Number(rank), sequence };
}

/** Sorts directly before all events of this millisecond. */
export function keyBefore(timestamp: number): string {
  return String(timestamp).padStart(15, "0");
}
