import { follow, parseJsonPath } from "../../eventbridge/input/json-path.ts";
import type { StoredPipe } from "../stored-pipe.ts";
import type { PipeEvent } from "./pipe-event.ts";

/** What the variables of an input template stand for. */
export interface TemplateContext {
  pipe: Pick<StoredPipe, "name" | "arn" | "source" | "target">;
  event: PipeEvent;
  /** Milliseconds since 1970. */
  now: number;
}

/** "Amazon EventBridge Pipes input transformation", reserved variables. There is no enrichment, so its ARN has no value. */
const reserved: Record<string, (context: TemplateContext) => unknown> = {
  "aws.pipes.pipe-arn": ({ pipe }) => pipe.arn,
  "aws.pipes.pipe-name": ({ pipe }) => pipe.name,
  "aws.pipes.source-arn": ({ pipe }) => pipe.source,
  "aws.pipes.enrichment-arn": () => undefined,
  "aws.pipes.target-arn": ({ pipe }) => pipe.target,
  "aws.pipes.event.ingestion-time": ({ now }) => new Date(now).toISOString(),
  "aws.pipes.event.json": ({ event }) => event,
  // Only of the one above the guide says that it is not escaped: so this one is text, escaped where it is inserted.
  "aws.pipes.event": ({ event }) => JSON.stringify(event),
};

/** Whether the text between < and > names a variable, rather than being text itself. */
export function isVariable(name: string): boolean {
  return name.startsWith("$") || name.startsWith("aws.pipes.");
}

/** The variable's value; undefined if the event has none: AWS does not check paths when a pipe is created. */
export function variableValue(name: string, context: TemplateContext): unknown {
  if (!name.startsWith("$")) return Object.hasOwn(reserved, name) ? reserved[name]!(context) : undefined;
  const path = parseJsonPath(name);
  return path && follow(path, context.event);
}
