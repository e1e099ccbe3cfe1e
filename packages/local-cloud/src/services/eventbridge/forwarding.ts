import type { EventEnvelope } from "./envelope.ts";

/**
 * An event that a rule sends from one bus to another goes by PutEvents, so that access is checked
 * and faults strike as on any call, but keeps its envelope. The mark cannot come over the wire.
 */
const mark = Symbol("event forwarded from another bus");

export interface Forwarded {
  busName: string;
  event: EventEnvelope;
  traceHeader?: string | undefined;
}

/** The input of a PutEvents call that forwards. */
export function forward(forwarded: Forwarded): object {
  return { [mark]: forwarded };
}

export function forwardedIn(input: object): Forwarded | undefined {
  return (input as { [mark]?: Forwarded })[mark];
}
