import type { Choreography } from "./choreography.ts";

/** A Mermaid flowchart of a service: the events that it consumes and publishes, with the services at the other end. */
export function serviceDiagram(service: string, { events }: Choreography): string {
  const edges = events.flatMap(({ name, publisher, consumers }) => {
    const all = [...new Set(consumers.map((consumer) => consumer.service))];
    const shown = publisher === service ? all : all.filter((consumer) => consumer === service);
    return shown.map((consumer) => `  ${publisher} -- ${name} --> ${consumer}`);
  });
  return ["flowchart LR", `  ${service}:::own`, ...new Set(edges), "  classDef own stroke-width:3px"].join("\n");
}

/** All services, and the events between them. */
export function overviewDiagram({ events }: Choreography): string {
  const edges = events.flatMap(({ name, publisher, consumers }) =>
    consumers.map(({ service }) => `  ${publisher} -- ${name} --> ${service}`),
  );
  return ["flowchart LR", ...new Set(edges)].join("\n");
}
