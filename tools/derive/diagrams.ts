import type { Choreography, PublishedEvent } from "./choreography.ts";

/** A Mermaid flowchart of a service: the events that it consumes and publishes, with the services at the other end. */
export function serviceDiagram(service: string, { events }: Choreography): string {
  const edges = arrows(events, (from, to) => from === service || to === service);
  return ["flowchart LR", `  ${service}:::own`, ...edges, "  classDef own stroke-width:3px"].join("\n");
}

/** The services, and these events between them. */
export function overviewDiagram(events: readonly PublishedEvent[]): string {
  return ["flowchart LR", ...arrows(events, () => true)].join("\n");
}

/** Whether an event says what did not work out, or is about to be undone: those have a reason. */
export function isOfTheWayBack({ detail }: PublishedEvent): boolean {
  return detail.required?.includes("reason") ?? false;
}

/** One arrow between two services, with all the events that go that way. */
function arrows(events: readonly PublishedEvent[], isShown: (from: string, to: string) => boolean): string[] {
  const labels = new Map<string, Set<string>>();
  for (const { name, publisher, consumers } of events) {
    for (const { service } of consumers.filter((consumer) => isShown(publisher, consumer.service))) {
      const between = JSON.stringify([publisher, service]);
      labels.set(between, (labels.get(between) ?? new Set()).add(name));
    }
  }
  return [...labels].map(([between, names]) => {
    const [from, to] = JSON.parse(between) as [string, string];
    return `  ${from} -- ${names.size === 1 ? [...names][0] : `"${[...names].join("<br>")}"`} --> ${to}`;
  });
}
