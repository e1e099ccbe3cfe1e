import type { Choreography } from "./choreography.ts";

/** A Mermaid flowchart of a service: the events that it consumes and publishes, with the services at the other end. */
export function pictureOf(service: string, { events }: Choreography): string {
  const edges = events.flatMap(({ name, publisher, heardBy }) => {
    const listeners = [...new Set(heardBy.map((listener) => listener.service))];
    const meant = publisher === service ? listeners : listeners.filter((listener) => listener === service);
    return meant.map((listener) => `  ${publisher} -- ${name} --> ${listener}`);
  });
  return ["flowchart LR", `  ${service}:::own`, ...new Set(edges), "  classDef own stroke-width:3px"].join("\n");
}

/** All services, and the events between them. */
export function wholePicture({ events }: Choreography): string {
  const edges = events.flatMap(({ name, publisher, heardBy }) =>
    heardBy.map(({ service }) => `  ${publisher} -- ${name} --> ${service}`),
  );
  return ["flowchart LR", ...new Set(edges)].join("\n");
}
