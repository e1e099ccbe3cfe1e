import type { Choreography, PublishedEvent, Schema } from "./choreography.ts";
import { isOfTheWayBack, overviewDiagram, serviceDiagram } from "./diagrams.ts";

/** docs/events.md: every event with its fields, its publisher and its consumers. */
export function eventsPage(choreography: Choreography): string {
  const { busName, events, services } = choreography;
  return `${[
    "# Events",
    "<!-- Derived from the program and the contracts by `npm run docs:derive`. Do not edit. -->",
    `All events on \`${busName}\`. This page is also available as an AsyncAPI document: [asyncapi.yaml](asyncapi.yaml).`,
    "From the booking to the ticket:",
    mermaid(overviewDiagram(events.filter((event) => !isOfTheWayBack(event)))),
    "The way back, if something does not work out. These events have a `reason`:",
    mermaid(overviewDiagram(events.filter(isOfTheWayBack))),
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
    fieldTable({ ...detail, properties: fields }, consumers),
  ];
}

function publisherOf({ functions, pipe, publisher, source }: PublishedEvent): string {
  const names = functions.map((name) => `\`${name}\``).join(" or ");
  if (functions.length === 0) {
    return `Formerly published by ${publisher} as \`${source}\`; now it is only in the archive.`;
  }
  if (!pipe) return `Published by ${publisher} (${names}) as \`${source}\`.`;
  return `Stored by ${publisher} (${names}) with its own data, and published by the pipe \`${pipe}\` as \`${source}\`.`;
}

function consumersOf(consumers: PublishedEvent["consumers"]): string {
  if (consumers.length === 0) return "No service consumes it.";
  const [{ rule }] = consumers as [PublishedEvent["consumers"][number]];
  const functions = consumers.map(({ service, function: name }) => `${service} (\`${name}\`)`);
  return `\`${rule}\` delivers it to ${functions.join(" and ")}.`;
}

/** With consumers, also which service reads the field, as its expectation states. */
function fieldTable({ properties = {}, required = [] }: Schema, consumers?: PublishedEvent["consumers"]): string {
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const readersOf = (field: string) =>
    [...new Set(consumers?.filter(({ reads }) => reads.includes(field)).map(({ service }) => service))].join(", ");
  const heads = ["Field", "Type", "Required", ...(consumers ? ["Read by"] : [])];
  const rows = Object.entries(properties).map(([name, schema]) =>
    row([
      `\`${name}\``,
      typeOf(schema),
      required.includes(name) ? "yes" : "no",
      ...(consumers ? [readersOf(name) || "–"] : []),
    ]),
  );
  return [row(heads), row(heads.map(() => "---")), ...rows].join("\n");
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
