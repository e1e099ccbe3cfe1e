/** An event as a bus matches and delivers it ("Events in Amazon EventBridge"). */
export interface EventEnvelope {
  version: string;
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  /** RFC 3339 in seconds, e.g. 2026-01-01T12:00:00Z. */
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
  /** Only on replayed events. */
  "replay-name"?: string;
}
