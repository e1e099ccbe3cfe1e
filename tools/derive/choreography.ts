import type { MockedStack } from "@event-choreography/local-cloud/pulumi-mocks";
import * as z from "zod";
import { contracts } from "./contracts.ts";

/** The part of JSON Schema that the contracts use. */
export interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  [keyword: string]: unknown;
}

export interface PublishedEvent {
  name: string;
  version: number;
  /** E.g. "aircraft.payment". */
  source: string;
  /** The publishing service's folder, e.g. "payment". */
  publisher: string;
  /** False for a version that is only in the archive. */
  published: boolean;
  /** Schema of the event's detail, metadata included, in JSON Schema draft 7. */
  detail: Schema;
  /** Empty if no rule matches this version. */
  consumers: Consumer[];
}

interface Consumer {
  rule: string;
  /** E.g. "seat-assign". */
  function: string;
  /** Its service's folder, e.g. "seat-assignment". */
  service: string;
}

/** Every event with its publisher and its consumers. */
export interface Choreography {
  busName: string;
  /** The services' folders, in the order of their first event. */
  services: string[];
  events: PublishedEvent[];
}

/** Derives the choreography from the contracts and from the resources that the program declares. */
export function choreographyOf(stack: MockedStack): Choreography {
  const serviceOf = servicesByFunction(stack);
  const consumers = consumersOf(stack, serviceOf);
  const events = contracts.map(({ name, version, source, detail }) => ({
    name,
    version,
    source,
    published: name !== "SeatAssigned" || publishedVersions(stack).includes(version),
    publisher: source.replace("aircraft.", ""),
    detail: schemaOf(detail),
    consumers: consumers.filter(({ matches }) => matches(name, version)).map(({ matches: _, ...consumer }) => consumer),
  }));
  const services = events.flatMap(({ publisher, consumers }) => [
    publisher,
    ...consumers.map(({ service }) => service),
  ]);
  return { busName: stack.one("EventBus").inputs.name, services: [...new Set(services)], events };
}

/** The versions of SeatAssigned that the program configures Seat Assignment to publish. */
function publishedVersions(stack: MockedStack): number[] {
  const { environment } = stack.one("Function", { name: "seat-assign" }).inputs;
  return environment.variables.SEAT_ASSIGNED_VERSIONS.split(",").map(Number);
}

function schemaOf(detail: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(detail, { target: "draft-7", io: "input" });
  return schema as Schema;
}

/** The service's folder by function: "seat-assign" belongs to "seat-assignment". */
function servicesByFunction(stack: MockedStack): Map<string, string> {
  return new Map(
    stack.all("Function").map(({ inputs }) => [inputs.name, inputs.environment.variables.POWERTOOLS_SERVICE_NAME]),
  );
}

function consumersOf(stack: MockedStack, serviceOf: Map<string, string>) {
  const all = stack.all("EventTarget").flatMap(({ inputs }) => {
    const name = /:function:(.+)$/.exec(inputs.arn)?.[1];
    if (!name) return [];
    const pattern = JSON.parse(stack.one("EventRule", { name: inputs.rule }).inputs.eventPattern);
    const versions: number[] | undefined = pattern.detail?.metadata?.version;
    const matches = (event: string, version: number) =>
      pattern["detail-type"].includes(event) && (versions?.includes(version) ?? true);
    return [{ rule: inputs.rule as string, function: name, service: serviceOf.get(name)!, matches }];
  });
  // The program declares them concurrently, so their order varies.
  return all.sort((one, other) => (one.function < other.function ? -1 : 1));
}
