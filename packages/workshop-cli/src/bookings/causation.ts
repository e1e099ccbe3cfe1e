import type { SeenEvent } from "./seen-event.ts";

/** An event, and what it caused. */
export interface CausedEvent {
  event: SeenEvent;
  caused: CausedEvent[];
}

/**
 * Orders events by what caused what: an event stands below the one whose eventId is its causationId.
 * Those whose cause is not among them (the first request's own event) are the roots.
 */
export function causationTree(events: readonly SeenEvent[]): CausedEvent[] {
  const nodes = events.map((event): CausedEvent => ({ event, caused: [] }));
  const byEventId = new Map<string, CausedEvent>();
  for (const node of nodes) {
    const id = node.event.detail.metadata?.eventId;
    // A repeated event keeps its id: what it caused hangs below its first appearance.
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

/** The tree as lines of text, each with the events' depth drawn in front. */
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
