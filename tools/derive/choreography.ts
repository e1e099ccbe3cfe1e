import type { MockedStack } from "@event-choreography/local-cloud/pulumi-mocks";
import * as z from "zod";
import { contracts, expectations } from "./contracts.ts";
import type { Observed } from "./observe.ts";
import { inOrderOfFlow } from "./order.ts";

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
  /** The functions that cause it, e.g. "payment-charge". Empty for a version that is only in the archive. */
  functions: string[];
  /** The pipe that puts it on the bus for these functions, if they do not themselves. */
  pipe: string | undefined;
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
  /** The fields that this service expects of this version. */
  reads: string[];
}

/** Every event with its publisher and its consumers. */
export interface Choreography {
  busName: string;
  /** The services' folders, in the order of their first event. */
  services: string[];
  /** In the order of the flow, the usual path first. */
  events: PublishedEvent[];
}

/** Derives the choreography from the contracts, from what the functions declare, and from the deployed resources. */
export function choreographyOf(stack: MockedStack, observed: Observed): Choreography {
  const consumers = consumersOf(stack);
  const order = inOrderOfFlow({
    causes: observed.causes,
    consumersOf: (event) => consumers.filter(({ pattern }) => matches(pattern, event)).map((each) => each.function),
    starts: startsOf(stack),
  });
  const events = contracts
    .map(({ name, version, source, detail }): PublishedEvent => {
      const publishing = isPublished(stack, name, version) ? publishersOf(stack, observed, name) : noPublishers;
      return {
        name,
        version,
        source,
        publisher: source.replace("aircraft.", ""),
        ...publishing,
        detail: schemaOf(detail),
        consumers: consumers
          .filter(({ pattern }) => matches(pattern, name, version))
          .map(({ pattern: _, ...consumer }) => ({ ...consumer, reads: fieldsRead(consumer.service, name, version) })),
      };
    })
    .sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name) || one.version - other.version);
  const services = events.flatMap(({ publisher, consumers: all }) => [publisher, ...all.map(({ service }) => service)]);
  return { busName: stack.one("EventBus").inputs.name, services: [...new Set(services)], events };
}

const noPublishers = { functions: [], pipe: undefined };

/** The functions that put the event on the bus, or those that store it, and the pipe that puts it on the bus for them. */
function publishersOf(stack: MockedStack, { causes, publishes }: Observed, event: string) {
  const functionsIn = (events: Observed["causes"]) =>
    [...events].flatMap(([name, caused]) => (caused.includes(event) ? [name] : []));
  const functions = functionsIn(publishes);
  if (functions.length > 0) return { functions, pipe: undefined };
  const pipe = stack.all("Pipe").find(({ inputs }) => namedIn(inputs.sourceParameters, event));
  return pipe ? { functions: functionsIn(causes), pipe: pipe.inputs.name as string } : noPublishers;
}

/** Whether the filter in a pipe's source parameters names an event. */
export function namedIn(sourceParameters: unknown, event: string): boolean {
  return new RegExp(`\\b${event}\\b`).test(JSON.stringify(sourceParameters));
}

/** A function may publish several versions, which its environment lists: SEAT_ASSIGNED_VERSIONS for SeatAssigned. */
function isPublished(stack: MockedStack, event: string, version: number): boolean {
  const variable = `${event.replace(/\B[A-Z]/g, "_$&").toUpperCase()}_VERSIONS`;
  const lists = stack.all("Function").flatMap(({ inputs }) => inputs.environment.variables[variable] ?? []);
  return lists.every((list: string) => list.split(",").map(Number).includes(version));
}

/** The functions with a URL, then those that a schedule invokes. */
function startsOf(stack: MockedStack): string[] {
  const urls = stack.all("FunctionUrl").map(({ inputs }) => inputs.functionName as string);
  const schedules = stack.all("Schedule").map(({ inputs }) => functionIn(inputs.target.arn)!);
  return [...urls, ...schedules];
}

function schemaOf(detail: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(detail, { target: "draft-7", io: "input" });
  return schema as Schema;
}

function fieldsRead(service: string, event: string, version: number): string[] {
  const expected = expectations.get(service)?.find((each) => each.event === event && each.version === version);
  return expected ? Object.keys(schemaOf(expected.schema).properties ?? {}) : [];
}

interface Pattern {
  "detail-type": string[];
  detail?: { metadata?: { version?: number[] } };
}

function matches(pattern: Pattern, event: string, version?: number): boolean {
  const versions = pattern.detail?.metadata?.version;
  return pattern["detail-type"].includes(event) && (!version || !versions || versions.includes(version));
}

function consumersOf(stack: MockedStack) {
  // "seat-assign" belongs to "seat-assignment".
  const serviceOf = new Map<string, string>(
    stack.all("Function").map(({ inputs }) => [inputs.name, inputs.environment.variables.POWERTOOLS_SERVICE_NAME]),
  );
  const all = stack.all("EventTarget").flatMap(({ inputs }) => {
    const name = functionIn(inputs.arn);
    if (!name) return [];
    const pattern: Pattern = JSON.parse(stack.one("EventRule", { name: inputs.rule }).inputs.eventPattern);
    return [{ rule: inputs.rule as string, function: name, service: serviceOf.get(name)!, pattern }];
  });
  // The program declares them concurrently, so their order varies.
  return all.sort((one, other) => (one.function < other.function ? -1 : 1));
}

function functionIn(arn: string): string | undefined {
  return /:function:(.+)$/.exec(arn)?.[1];
}
