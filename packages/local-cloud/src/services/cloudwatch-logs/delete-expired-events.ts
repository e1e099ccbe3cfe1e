import type { CloudWatchLogsState } from "./state.ts";

/**
 * Deletes events past the group's retention from the head of a stream. It runs on writing, not by a
 * timer: reads hide such events anyway, and AWS also takes days to delete them.
 */
export function deleteExpiredEvents(state: CloudWatchLogsState, group: string, stream: string): void {
  const limit = state.expiryLimit(state.group(group));
  if (limit === Number.NEGATIVE_INFINITY) return;
  const events = state.events(group, stream);
  for (const [key, event] of events.entries()) {
    if (event.timestamp >= limit) return;
    events.delete(key);
  }
}
