import type { EventBridgeEvent } from "aws-lambda";
import type { Detail, EventName } from "./contracts.ts";
import { parse } from "./parse.ts";

/** An event by its name, so that a function which hears of several can tell them apart. */
export type Heard<Name extends EventName> = { [Each in Name]: { name: Each; detail: Detail<Each> } }[Name];

/** For a function that hears of several events: which one this is, and its detail. Raises an error as `parse` does. */
export function parseOneOf<Name extends EventName>(
  names: readonly Name[],
  event: EventBridgeEvent<string, unknown>,
): Heard<Name> {
  const name = names.find((each) => each === event["detail-type"]);
  if (name) return { name, detail: parse(name, event) } as Heard<Name>;
  throw new Error(
    `This function is for ${names.join(" and ")} and was sent ${event["detail-type"]}: look at the rule that sends it.`,
  );
}
