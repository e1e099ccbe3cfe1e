import type { MockedStack } from "@event-choreography/local-cloud/pulumi-mocks";
import * as z from "zod";
import { contracts, type EventName } from "../../services/events/contracts.ts";
import { seatAssigned } from "../../services/events/versions.ts";

/** A JSON schema, as far as contracts come to. */
export interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  [keyword: string]: unknown;
}

export interface PublishedEvent {
  name: EventName;
  version: number;
  /** E.g. "aircraft.payment". */
  source: string;
  /** The publishing service's folder, e.g. "payment". */
  publisher: string;
  /** False for a version that only the archive still has. */
  published: boolean;
  /** Of the event's detail, metadata included; JSON Schema draft 7. */
  detail: Schema;
  /** Empty if no rule lets this version through. */
  heardBy: Listener[];
}

export interface Listener {
  rule: string;
  /** E.g. "seat-assign". */
  function: string;
  /** Its service's folder, e.g. "seat-assignment". */
  service: string;
}

/** Who says what, and who hears it. */
export interface Choreography {
  busName: string;
  /** Services' folders, in the order in which their first event comes. */
  services: string[];
  events: PublishedEvent[];
}

interface Contract {
  source: string;
  version: number;
  detail: z.ZodType;
}

/** Reads it out of the contracts and out of what the program makes. */
export function choreographyOf(stack: MockedStack): Choreography {
  const serviceOf = servicesByFunction(stack);
  const listeners = listenersOf(stack, serviceOf);
  const events = Object.keys(contracts).flatMap((key) => {
    const name = key as EventName;
    return versionsOf(name).map(({ source, version, detail }) => ({
      name,
      version,
      source,
      published: name !== "SeatAssigned" || publishedVersions(stack).includes(version),
      publisher: source.replace("aircraft.", ""),
      detail: schemaOf(detail),
      heardBy: listeners.filter(({ hears }) => hears(name, version)).map(({ hears: _, ...listener }) => listener),
    }));
  });
  const services = events.flatMap(({ publisher, heardBy }) => [publisher, ...heardBy.map(({ service }) => service)]);
  return { busName: stack.one("EventBus").inputs.name, services: [...new Set(services)], events };
}

function versionsOf(name: EventName): Contract[] {
  return name === "SeatAssigned" ? Object.values(seatAssigned) : [contracts[name]];
}

/** What the program tells Seat Assignment to say. */
function publishedVersions(stack: MockedStack): number[] {
  const { environment } = stack.one("Function", { name: "seat-assign" }).inputs;
  return environment.variables.SEAT_ASSIGNED_VERSIONS.split(",").map(Number);
}

function schemaOf(detail: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(detail, { target: "draft-7", io: "input" });
  return schema as Schema;
}

/** A function's service is the folder that its handler is in: "seat-assign" is of "seat-assignment". */
function servicesByFunction(stack: MockedStack): Map<string, string> {
  return new Map(
    stack.all("Function").map(({ inputs }) => [inputs.name, inputs.environment.variables.POWERTOOLS_SERVICE_NAME]),
  );
}

function listenersOf(stack: MockedStack, serviceOf: Map<string, string>) {
  const all = stack.all("EventTarget").flatMap(({ inputs }) => {
    const name = /:function:(.+)$/.exec(inputs.arn)?.[1];
    if (!name) return [];
    const pattern = JSON.parse(stack.one("EventRule", { name: inputs.rule }).inputs.eventPattern);
    const versions: number[] | undefined = pattern.detail?.metadata?.version;
    const hears = (event: string, version: number) =>
      pattern["detail-type"].includes(event) && (versions?.includes(version) ?? true);
    return [{ rule: inputs.rule as string, function: name, service: serviceOf.get(name)!, hears }];
  });
  // The program makes them side by side, in no certain order.
  return all.sort((one, other) => (one.function < other.function ? -1 : 1));
}
