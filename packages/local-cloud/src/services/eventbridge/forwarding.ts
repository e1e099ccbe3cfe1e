import type { EventEnvelope } from "./envelope.ts";

/**
 * A rule forwards an event to another bus through PutEvents, so that access checks and faults
 * apply as to any call; the event keeps its envelope. The mark is a symbol, so that no request
 * from outside can carry it.
 */
const mark = Symbol("event forwarded from another bus");

export interface Forwarded {
  busName: string;
  event: EventEnvelope;
  traceHeader?: string | undefined;
}

/** The input of a PutEvents call that forwards an event. */
export function forward(forwarded: Forwarded): object {
  return { [mark]: forwarded };
}

export function forwardedIn(input: object): Forwarded | undefined {
  return (input as { [mark]?: Forwarded })[mark];
}
