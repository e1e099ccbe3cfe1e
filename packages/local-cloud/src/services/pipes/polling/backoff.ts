import type { Random } from "../../../core/random.ts";

const baseMs = 1_000;
const maxMs = 5 * 60_000;

/**
 * How long a failed batch waits for its next attempt, in milliseconds: from one second, doubled up to five minutes, less
 * up to half by jitter. AWS documents only that the pipe "will gradually back off".
 */
export function backoffMs(failures: number, random: Random): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(ceiling * (0.5 + random.next() / 2));
}

const pollsPerSecond = 4;

/**
 * When the pipe looks at its stream next: "a base rate of four times per second" ("Amazon DynamoDB stream as a source").
 * The polls of a pipe are counted from its creation, so that no timer has to run while no record arrives.
 */
export function nextPoll({ createdAt }: { createdAt: number }, now: number): number {
  const intervalMs = 1000 / pollsPerSecond;
  return createdAt + Math.ceil((now - createdAt) / intervalMs) * intervalMs;
}
