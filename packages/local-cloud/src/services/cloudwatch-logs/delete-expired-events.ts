import type { LogsState } from "./state.ts";

/**
 * Deletes what has outlived the group's retention from the head of a stream. It is done on writing,
 * not by a timer: reading hides such events anyway, and AWS too deletes them only within days.
 */
export function deleteExpiredEvents(state: LogsState, group: string, stream: string): void {
  const limit = state.expiryLimit(state.group(group));
  if (limit === Number.NEGATIVE_INFINITY) return;
  const events = state.events(group, stream);
  for (const [key, event] of events.entries()) {
    if (event.timestamp >= limit) return;
    events.delete(key);
  }
}
