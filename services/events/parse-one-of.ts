import type { EventBridgeEvent } from "aws-lambda";
import type { Detail, EventName } from "./contracts.ts";
import { parse } from "./parse.ts";

/** An event with its name, so that a function that consumes several kinds of event can tell them apart. */
export type ReceivedEvent<Name extends EventName> = { [Each in Name]: { name: Each; detail: Detail<Each> } }[Name];

/** For a function that consumes several kinds of event: returns which one this is, and its detail. Throws like `parse`. */
export function parseOneOf<Name extends EventName>(
  names: readonly Name[],
  event: EventBridgeEvent<string, unknown>,
): ReceivedEvent<Name> {
  const name = names.find((each) => each === event["detail-type"]);
  if (name) return { name, detail: parse(name, event) } as ReceivedEvent<Name>;
  throw new Error(
    `This function handles ${names.join(" and ")}, but it received ${event["detail-type"]}: check the rule that sent it.`,
  );
}
