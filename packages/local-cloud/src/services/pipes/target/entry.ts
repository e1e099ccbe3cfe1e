import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { Wire } from "../../../core/service.ts";
import { follow, parseJsonPath } from "../../eventbridge/input/json-path.ts";
import type { StoredPipe } from "../stored-pipe.ts";
import type { PipeEvent } from "../template/pipe-event.ts";
import { render } from "../template/render.ts";

/**
 * The PutEvents entry for one event. Without parameters, AWS names the pipe as the source and the kind of its source as the
 * detail type, as its tutorial "Sending events from DynamoDB using EventBridge Pipes" shows.
 */
export function entryFor(pipe: StoredPipe, event: PipeEvent, now: number): Wire<PutEventsRequestEntry> {
  const { Source = `Pipe ${pipe.name}`, DetailType = `Event from ${event.eventSource}`, Resources, Time } = pipe.bus;
  const time = Time === undefined ? undefined : timeOf(resolve(Time, event), Time);
  return {
    EventBusName: pipe.target,
    Source: resolve(Source, event),
    DetailType: resolve(DetailType, event),
    ...(Resources && { Resources: Resources.map((resource) => resolve(resource, event) ?? "") }),
    ...(time !== undefined && { Time: time }),
    Detail: pipe.inputTemplate === undefined ? JSON.stringify(event) : render(pipe.inputTemplate, { pipe, event, now }),
  };
}

/** An event that cannot be put on the bus, whatever its input template yields. */
export class EntryError extends Error {
  override readonly name = "EntryError";
}

/**
 * The value of a dynamic path parameter ("Amazon EventBridge Pipes targets"): a parameter that is a JSON path as a whole is
 * replaced by what it selects in the event of the source, before any transformation. Any other text stands for itself.
 */
function resolve(parameter: string, event: PipeEvent): string | undefined {
  const path = parameter.startsWith("$") ? parseJsonPath(parameter) : undefined;
  if (!path) return parameter;
  const value = follow(path, event);
  if (value === undefined || typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** @returns seconds since 1970 @throws EntryError unless `text` is a timestamp of RFC 3339 */
function timeOf(text: string | undefined, path: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}[Tt ].+([Zz]|[+-]\d{2}:\d{2})$/.test(text ?? "") ? Date.parse(text!) : Number.NaN;
  if (Number.isNaN(ms)) throw new EntryError(`Time is ${path}, but ${text} is not a timestamp of RFC 3339.`);
  return ms / 1000;
}
