import type { Random } from "./random.ts";

const baseMs = 1_000;
const maxMs = 10 * 60_000;

/**
 * How long to wait before the next attempt, in milliseconds. The delay doubles from one second up
 * to ten minutes, and jitter takes off up to half of it. AWS documents only "exponential backoff
 * and jitter"; these numbers spread the default 185 retries over the default 24 hours.
 */
export function backoffMs(attemptsMade: number, random: Random): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attemptsMade - 1, 20));
  return Math.round(ceiling * (0.5 + random.next() / 2));
}
