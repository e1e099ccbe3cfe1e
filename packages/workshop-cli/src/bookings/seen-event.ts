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
    return event.detail && event["detail-type"] && event.source ? (event as SeenEvent) : undefined;
  } catch {
    return undefined;
  }
}

/** When it happened: in milliseconds from our metadata, or else in whole seconds from EventBridge's envelope. */
export function occurredAt(event: SeenEvent): number {
  return Date.parse(event.detail.metadata?.occurredAt ?? event.time);
}

/** The detail without its metadata, for the terminal: "bookingId B123, seat 12A". */
export function detailInWords(event: SeenEvent): string {
  const { metadata: _, ...fields } = event.detail;
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join(", ");
}
