import type { Choreography, PublishedEvent } from "./choreography.ts";

/**
 * The choreography as an AsyncAPI 3 document (its specification, "AsyncAPI Object"): a channel for
 * each version of each event, with the service that sends it and the functions that receive it.
 */
export function asyncApiOf({ busName, events }: Choreography) {
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Aircraft booking",
      version: "1.0.0",
      description:
        "The services process a booking through events alone. Derived from the program and the events' contracts.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    defaultContentType: "application/json",
    servers: {
      bus: {
        host: "events.us-east-1.amazonaws.com",
        protocol: "eventbridge",
        description: `The event bus ${busName}. A message's payload is the event's detail.`,
      },
    },
    channels: Object.fromEntries(events.map((event) => [keyOf(event), channelOf(event)])),
    operations: Object.fromEntries(events.flatMap(operationsOf)),
    components: { messages: Object.fromEntries(events.map((event) => [keyOf(event), messageOf(event)])) },
  };
}

/** One version of one event: SeatAssigned-v2. */
function keyOf({ name, version }: PublishedEvent): string {
  return `${name}-v${version}`;
}

function channelOf(event: PublishedEvent) {
  const { name, version, source } = event;
  return {
    address: name,
    title: `${name}, version ${version}`,
    description: `Events whose source is ${source}, detail-type ${name}, and detail.metadata.version ${version}.`,
    servers: [{ $ref: "#/servers/bus" }],
    messages: { [name]: { $ref: `#/components/messages/${keyOf(event)}` } },
  };
}

function messageOf({ name, version, detail }: PublishedEvent) {
  return {
    name,
    title: `${name}, version ${version}`,
    contentType: "application/json",
    correlationId: { location: "$message.payload#/metadata/correlationId" },
    payload: detail,
  };
}

function operationsOf(event: PublishedEvent): [string, object][] {
  const key = keyOf(event);
  const of = (action: "send" | "receive", summary: string, description?: string) => ({
    action,
    channel: { $ref: `#/channels/${key}` },
    summary,
    ...(description && { description }),
    messages: [{ $ref: `#/channels/${key}/messages/${event.name}` }],
  });
  const sends: [string, object] = [`${event.publisher}-sends-${key}`, of("send", sentence(event))];
  return [
    ...(event.functions.length > 0 ? [sends] : []),
    ...event.consumers.map(({ function: name, service, rule, reads }): [string, object] => [
      `${name}-receives-${key}`,
      of("receive", `${service} receives it through ${rule}`, `Reads ${reads.join(", ")}.`),
    ]),
  ];
}

function sentence({ publisher, functions, pipe }: PublishedEvent): string {
  const names = functions.join(" or ");
  return pipe
    ? `${publisher} (${names}) stores it, and the pipe ${pipe} publishes it`
    : `${publisher} (${names}) publishes it`;
}
