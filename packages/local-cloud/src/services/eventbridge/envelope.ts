export type { EventEnvelope } from "./pattern/index.ts";

/** Formats a time as envelopes do, to the second: 2026-01-01T12:00:00Z. */
export function envelopeTime(milliseconds: number): string {
  return `${new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
