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
  const published = [...causes].flatMap(([name, events]) => events.map((event) => ({ from: name, to: event })));
  const events = new Set(published.map(({ to }) => to));
  const consumed = [...events].flatMap((event) => consumersOf(event).map((name) => ({ from: event, to: name })));
  const arrows = arrowsInOrder([...published, ...consumed], [...starts, ...causes.keys()]);
  return [...new Set(arrows.map(({ to }) => to).filter((name) => events.has(name)))];
}

/** The arrows that lead on from these starts, depth first: each path to its end, and then back to the next branch. */
export function arrowsInOrder<Arrow extends { from: string; to: string }>(
  arrows: readonly Arrow[],
  starts: readonly string[],
): Arrow[] {
  const followed = new Set<Arrow>();
  const follow = (start: string) => {
    for (const arrow of arrows.filter(({ from }) => from === start)) {
      if (followed.has(arrow)) continue;
      followed.add(arrow);
      follow(arrow.to);
    }
  };
  for (const start of starts) follow(start);
  return [...followed];
}
