/** What is needed to follow events from function to function. */
export interface Flow {
  /** The events that each function causes, the usual one first. */
  causes: ReadonlyMap<string, readonly string[]>;
  /** The functions that consume an event. */
  consumersOf: (event: string) => readonly string[];
  /** Where to begin: the functions that somebody calls, then those that a schedule invokes. */
  starts: readonly string[];
}

/**
 * The names of all events in the order in which a reader meets them: from the first call along the usual path to its
 * end, and then back to each branch.
 */
export function inOrderOfFlow({ causes, consumersOf, starts }: Flow): string[] {
  const met = new Set<string>();
  const follow = (from: string) => {
    for (const event of causes.get(from) ?? []) {
      if (met.has(event)) continue;
      met.add(event);
      for (const consumer of consumersOf(event)) follow(consumer);
    }
  };
  for (const start of [...starts, ...causes.keys()]) follow(start);
  return [...met];
}
