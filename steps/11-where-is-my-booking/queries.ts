/** Logs Insights query over the logs of all functions: the runs that failed, and why, the latest first. */
export const failedRuns = [
  "fields @timestamp, service, function_name, event, bookingId, error.message",
  'filter level = "ERROR"',
  "sort @timestamp desc",
  "limit 20",
].join(" | ");

/** Logs Insights query over the same logs: each run for one booking, and what went wrong. */
export function runsFor(bookingId: string): string {
  return [
    "fields @timestamp, service, function_name, event, message, error.message",
    `filter bookingId = ${JSON.stringify(bookingId)}`,
    "sort @timestamp asc",
  ].join(" | ");
}
