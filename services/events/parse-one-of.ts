import type { EventBridgeEvent } from "aws-lambda";
import type { Detail, Expectation } from "./expectation.ts";
import { parse, wrongEvent } from "./parse.ts";

/** An event with its name, so that a function that consumes several kinds of event can tell them apart. */
export type ReceivedEvent<Expected extends Expectation> = Expected extends Expectation
  ? { name: Expected["event"]; detail: Detail<Expected> }
  : never;

/** For a function that consumes several kinds of event: returns which one this is, and its detail. Throws like `parse`. */
export function parseOneOf<Expected extends Expectation>(
  expected: readonly Expected[],
  event: EventBridgeEvent<string, unknown>,
): ReceivedEvent<Expected> {
  const one = expected.find((each) => each.event === event["detail-type"]);
  if (one) return { name: one.event, detail: parse(one, event) } as ReceivedEvent<Expected>;
  throw wrongEvent(expected.map((each) => each.event).join(" and "), event);
}
