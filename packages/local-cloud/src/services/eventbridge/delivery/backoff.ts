import type { Random } from "../../../core/random.ts";

const firstMs = 1_000;
/** Halved on average by jitter's lower half, 185 of these make about the 24 hours that AWS names as its default. */
const longestMs = 10 * 60_000;

/**
 * How long to wait before the next attempt, in milliseconds: doubling from a second to ten
 * minutes, of which chance takes up to a half. AWS says "exponential backoff and jitter" and no
 * more; these numbers spread the default 185 retries over the default day.
 */
export function backoffMs(attemptsMade: number, random: Random): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(attemptsMade - 1, 20));
  return Math.round(ceiling * (0.5 + random.next() / 2));
}
