/** An event as the bus delivered it to the catch-all log group: EventBridge's envelope around our detail. */
export interface SeenEvent {
  id: string;
  source: string;
  "detail-type": string;
  account: string;
  region: string;
  time: string;
  resources: string[];
  "replay-name"?: string;
  detail: EventDetail;
}

interface EventDetail {
  bookingId?: string;
  metadata?: EventMetadata;
  [field: string]: unknown;
}

interface EventMetadata {
  eventId: string;
  version: number | string;
  correlationId: string;
  causationId?: string;
  occurredAt: string;
}

/** The event in a log message, or undefined if it is something else. */
export function parseSeenEvent(message: string): SeenEvent | undefined {
  try {
    const event = JSON.parse(message) as Partial<SeenEvent>;
    const names = [event["detail-type"], event.source];
    return event.detail && names.every((name) => name && typeof name === "string") ? (event as SeenEvent) : undefined;
  } catch {
    return undefined;
  }
}

/** When it happened: in milliseconds from our metadata, or else in whole seconds from EventBridge's envelope. */
export function occurredAt(event: SeenEvent): number {
  const times = [event.detail.metadata?.occurredAt, event.time].map((time) => Date.parse(time ?? ""));
  return times.find((time) => !Number.isNaN(time)) ?? 0;
}

/** The detail without its metadata, for the terminal: "bookingId B123, seat 12A". */
export function detailInWords(event: SeenEvent): string {
  const { metadata: _, ...fields } = event.detail;
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join(", ");
}
