import type { Choreography, PublishedEvent, Schema } from "./choreography.ts";
import { overviewDiagram, serviceDiagram } from "./diagrams.ts";

/** docs/events.md: every event with its fields, its publisher and its consumers. */
export function eventsPage(choreography: Choreography): string {
  const { busName, events, services } = choreography;
  return `${[
    "# Events",
    "<!-- Derived from the program and the contracts by `npm run docs:derive`. Do not edit. -->",
    `All events on \`${busName}\`. This page is also available as an AsyncAPI document: [asyncapi.yaml](asyncapi.yaml).`,
    mermaid(overviewDiagram(choreography)),
    "In addition to its own fields, every event has `metadata`:",
    fieldTable(events[0]!.detail.properties!.metadata!),
    ...events.flatMap(section),
    "## Each service",
    ...services.flatMap((service) => [`### ${service}`, mermaid(serviceDiagram(service, choreography))]),
  ].join("\n\n")}\n`;
}

function section(event: PublishedEvent): string[] {
  const { name, version, consumers, detail } = event;
  const { metadata: _, ...fields } = detail.properties!;
  return [
    `## ${name}, version ${version}`,
    `${publisherOf(event)} ${consumersOf(consumers)}`,
    fieldTable({ ...detail, properties: fields }),
  ];
}

function publisherOf({ published, publisher, source }: PublishedEvent): string {
  if (published) return `Published by ${publisher} as \`${source}\`.`;
  return `Formerly published by ${publisher} as \`${source}\`; now it is only in the archive.`;
}

function consumersOf(consumers: PublishedEvent["consumers"]): string {
  if (consumers.length === 0) return "No service consumes it.";
  const [{ rule }] = consumers as [PublishedEvent["consumers"][number]];
  const functions = consumers.map(({ service, function: name }) => `${service} (\`${name}\`)`);
  return `\`${rule}\` delivers it to ${functions.join(" and ")}.`;
}

function fieldTable({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(
    ([name, schema]) => `| \`${name}\` | ${typeOf(schema)} | ${required.includes(name) ? "yes" : "no"} |`,
  );
  return ["| Field | Type | Required |", "| --- | --- | --- |", ...rows].join("\n");
}

function typeOf({ type, const: only, enum: some, format, properties }: Schema): string {
  if (only !== undefined) return `\`${only}\``;
  if (some) return some.map((value) => `\`${value}\``).join(" or ");
  if (properties) {
    const members = Object.entries(properties).map(([name, schema]) => `\`${name}\` (${typeOf(schema)})`);
    return `object with ${members.join(" and ")}`;
  }
  if (format === "date-time") return "ISO 8601 time";
  return String(type);
}

function mermaid(chart: string): string {
  return `\`\`\`mermaid\n${chart}\n\`\`\``;
}
