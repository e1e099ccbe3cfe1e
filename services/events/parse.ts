import type { EventBridgeEvent } from "aws-lambda";
import * as z from "zod";
import { badFields } from "../bad-fields.ts";
import { caused, type Detail, type Expectation } from "./expectation.ts";
import { PermanentFailure } from "./permanent-failure.ts";

/**
 * Returns the fields that the consumer expects of the event, and no others. Throws a PermanentFailure if the event
 * is another one or lacks a field: the error names the event, each bad field and what was expected.
 */
export function parse<Expected extends Expectation>(
  { event: name, schema }: Expected,
  event: EventBridgeEvent<string, unknown>,
): Detail<Expected> {
  if (event["detail-type"] !== name) throw wrongEvent(name, event);
  const result = z.intersection(schema, z.object({ metadata: caused })).safeParse(event.detail);
  if (result.success) return result.data as Detail<Expected>;

  const problems = badFields(result.error).map(({ field, problem }) => `${field}: ${problem}`);
  throw new PermanentFailure(`${name} ${event.id} breaks its contract: ${problems.join("; ")}`);
}

/** The error about an event that the function does not handle. */
export function wrongEvent(handled: string, event: EventBridgeEvent<string, unknown>): PermanentFailure {
  return new PermanentFailure(
    `This function handles ${handled}, but it received ${event["detail-type"]}: check the rule that sent it.`,
  );
}
