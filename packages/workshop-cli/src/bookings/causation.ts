import type { SeenEvent } from "./seen-event.ts";

/** An event with the events that it caused. */
export interface CausedEvent {
  event: SeenEvent;
  caused: CausedEvent[];
}

/**
 * Builds trees of events by cause: the parent of an event is the one whose eventId is its causationId.
 * An event whose cause is not in the list is a root; the first request's own event is one.
 */
export function causationTree(events: readonly SeenEvent[]): CausedEvent[] {
  const nodes = events.map((event): CausedEvent => ({ event, caused: [] }));
  const byEventId = new Map<string, CausedEvent>();
  for (const node of nodes) {
    const id = node.event.detail.metadata?.eventId;
    // A repeated event keeps its ID: what it caused goes below its first occurrence.
    if (id !== undefined && !byEventId.has(id)) byEventId.set(id, node);
  }
  const roots: CausedEvent[] = [];
  for (const node of nodes) {
    const cause = byEventId.get(node.event.detail.metadata?.causationId ?? "");
    if (cause && cause !== node) cause.caused.push(node);
    else roots.push(node);
  }
  return roots;
}

/** The trees line by line: `lead` is the branch drawn in front of the event's `content`. */
export function drawTree<T>(
  nodes: readonly CausedEvent[],
  describe: (event: SeenEvent) => T,
  prefix = "",
): { lead: string; content: T }[] {
  return nodes.flatMap((node, index) => {
    const isLast = index === nodes.length - 1;
    const isRoot = prefix === "" && nodes.length === 1;
    const lead = isRoot ? "" : `${prefix}${isLast ? "└─ " : "├─ "}`;
    const below = isRoot ? " " : `${prefix}${isLast ? "   " : "│  "}`;
    return [{ lead, content: describe(node.event) }, ...drawTree(node.caused, describe, below)];
  });
}
