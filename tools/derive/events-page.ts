import type { Choreography, PublishedEvent, Schema } from "./choreography.ts";
import { pictureOf, wholePicture } from "./pictures.ts";

/** docs/events.md: every event, what it says, who publishes it and who hears it. */
export function eventsPage(choreography: Choreography): string {
  const { busName, events, services } = choreography;
  return `${[
    "# Events",
    "<!-- Derived from the program and the contracts by `npm run docs:derive`. Do not edit. -->",
    `Every event on \`${busName}\`. The same as an AsyncAPI document: [asyncapi.yaml](asyncapi.yaml).`,
    mermaid(wholePicture(choreography)),
    "Beside its own fields, every event has `metadata`:",
    fieldTable(events[0]!.detail.properties!.metadata!),
    ...events.flatMap(section),
    "## Each service",
    ...services.flatMap((service) => [`### ${service}`, mermaid(pictureOf(service, choreography))]),
  ].join("\n\n")}\n`;
}

function section(event: PublishedEvent): string[] {
  const { name, version, heardBy, detail } = event;
  const { metadata: _, ...fields } = detail.properties!;
  return [
    `## ${name}, version ${version}`,
    `${said(event)} ${heard(heardBy)}`,
    fieldTable({ ...detail, properties: fields }),
  ];
}

function said({ published, publisher, source }: PublishedEvent): string {
  if (published) return `Published by ${publisher} as \`${source}\`.`;
  return `Was published by ${publisher} as \`${source}\`; now only the archive has it.`;
}

function heard(listeners: PublishedEvent["heardBy"]): string {
  if (listeners.length === 0) return "Nobody listens to it.";
  const [{ rule }] = listeners as [PublishedEvent["heardBy"][number]];
  const functions = listeners.map(({ service, function: name }) => `${service} (\`${name}\`)`);
  return `By \`${rule}\` it goes to ${functions.join(" and ")}.`;
}

function fieldTable({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(
    ([name, schema]) => `| \`${name}\` | ${typeInWords(schema)} | ${required.includes(name) ? "yes" : "no"} |`,
  );
  return ["| Field | What it is | Always there |", "| --- | --- | --- |", ...rows].join("\n");
}

function typeInWords({ type, const: only, enum: some, format, properties }: Schema): string {
  if (only !== undefined) return `\`${only}\``;
  if (some) return some.map((value) => `\`${value}\``).join(" or ");
  if (properties) {
    const members = Object.entries(properties).map(([name, schema]) => `\`${name}\` (${typeInWords(schema)})`);
    return `an object of ${members.join(" and ")}`;
  }
  if (format === "date-time") return "a time, by ISO 8601";
  return type === "integer" ? "a whole number" : type === "number" ? "a number" : "text";
}

function mermaid(chart: string): string {
  return `\`\`\`mermaid\n${chart}\n\`\`\``;
}
