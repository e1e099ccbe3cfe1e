/**
 * The wait after a number of failed attempts, in milliseconds; undefined when the delivery is given up.
 * "Amazon SNS message delivery retries", for SQS and Lambda: 3 at once, 2 a second apart, 10 with growing pauses of up to
 * 20 seconds, then 100,000 every 20 seconds: 23 days.
 */
export function retryDelayMs(failures: number): number | undefined {
  if (failures <= 3) return 0;
  if (failures <= 5) return 1_000;
  if (failures <= 15) return Math.round(1_000 * 20 ** ((failures - 5) / 10));
  return failures <= 100_015 ? 20_000 : undefined;
}
