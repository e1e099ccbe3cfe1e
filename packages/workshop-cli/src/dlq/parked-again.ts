import type { DlqClients } from "./dlq-clients.ts";
import type { FailedEvent } from "./failed-event.ts";
import type { FailureQueue } from "./failure-queues.ts";
import { putBack, takeFailedEvents } from "./messages.ts";

/**
 * The permanent failures of these invocations, by request ID. To Lambda they succeeded: the handler sent the event to its
 * failure queue and returned.
 */
export async function findParkedAgain(
  clients: DlqClients,
  queues: readonly FailureQueue[],
  requestIds: ReadonlySet<string>,
  { isLocal }: { isLocal: boolean },
): Promise<Map<string, FailedEvent>> {
  if (requestIds.size === 0) return new Map();
  const ofFunctions = queues.filter(({ layer }) => layer === "function");
  const waiting = await takeFailedEvents(clients, ofFunctions, { isLocal });
  try {
    const again = waiting.filter(({ kind, requestId }) => kind === "permanent" && requestIds.has(requestId ?? ""));
    return new Map(again.map((failed) => [failed.requestId!, failed]));
  } finally {
    await putBack(clients, waiting);
  }
}
