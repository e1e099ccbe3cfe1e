export const secondMs = 1000;
export const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * "Data points with a period of less than 60 seconds are available for 3 hours", of a minute for 15 days, of five minutes
 * for 63 days, and of an hour for 455 days ("CloudWatch concepts", Metrics retention).
 */
const resolutions = [
  { period: secondMs, keptMs: 3 * hourMs },
  { period: minuteMs, keptMs: 15 * dayMs },
  { period: 5 * minuteMs, keptMs: 63 * dayMs },
  { period: hourMs, keptMs: 455 * dayMs },
];

/** The start of the period in which a value of this time is kept by now; undefined once it is deleted. In milliseconds since 1970. */
export function keptAt(at: number, now: number): number | undefined {
  const resolution = resolutions.find(({ keptMs }) => now - at <= keptMs);
  return resolution && startOf(at, resolution.period);
}

/** The start of the period that a time is in: periods are aligned to 1970. All in milliseconds. */
export function startOf(at: number, period: number): number {
  return Math.floor(at / period) * period;
}
