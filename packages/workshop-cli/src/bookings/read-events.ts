import { ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import type { Clients } from "../connection/clients.ts";
import { readLogEvents } from "../connection/log-events.ts";
import { inOrder } from "./in-order.ts";
import { parseSeenEvent, type SeenEvent } from "./seen-event.ts";

export interface EventsWanted {
  logGroup: string;
  /** Milliseconds since 1970. */
  since?: number;
  /** Only the events about this booking. */
  bookingId?: string;
}

/** The events that the catch-all rule logged, in order. Each appears once, although a bus may deliver it twice. */
export async function readEvents({ logs }: Pick<Clients, "logs">, wanted: EventsWanted): Promise<SeenEvent[]> {
  const seen = new Map<string, SeenEvent>();
  const logged = await readLogEvents(logs, {
    logGroupName: wanted.logGroup,
    startTime: wanted.since,
    filterPattern: wanted.bookingId ? `{ $.detail.bookingId = ${JSON.stringify(wanted.bookingId)} }` : undefined,
  });
  for (const { message } of logged) {
    const event = parseSeenEvent(message ?? "");
    if (event) seen.set(event.id, event);
  }
  return inOrder([...seen.values()]);
}

/**
 * Yields each event once, soon after it is logged, until `signal` is aborted.
 * Reads the log again every `pollMs` milliseconds. `shown` has the ids of the events that were yielded already.
 */
export async function* followEvents(
  clients: Pick<Clients, "logs">,
  wanted: EventsWanted,
  { pollMs, signal, shown = new Set() }: { pollMs: number; signal: AbortSignal; shown?: Set<string> },
): AsyncGenerator<SeenEvent> {
  while (!signal.aborted) {
    for (const event of await readEvents(clients, wanted).catch(noEventsWithoutLog)) {
      if (shown.has(event.id)) continue;
      shown.add(event.id);
      yield event;
    }
    await pause(pollMs, signal);
  }
}

/** `begin` and `down` delete the log while it is watched; the next deployment creates it again. */
function noEventsWithoutLog(error: unknown): SeenEvent[] {
  if (error instanceof ResourceNotFoundException) return [];
  throw error;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener("abort", finish);
  });
}
