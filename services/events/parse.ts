import type { EventBridgeEvent } from "aws-lambda";
import { badFields } from "../bad-fields.ts";
import { contracts, type Detail, type EventName } from "./contracts.ts";

/** The event's detail, if it keeps to the contract; otherwise an error that names the event, each field, and what was expected. */
export function parse<Name extends EventName>(name: Name, event: EventBridgeEvent<string, unknown>): Detail<Name> {
  if (event["detail-type"] !== name) {
    throw new Error(
      `This function is for ${name} and was sent ${event["detail-type"]}: look at the rule that sends it.`,
    );
  }
  const result = contracts[name].detail.safeParse(event.detail);
  if (result.success) return result.data as Detail<Name>;

  const problems = badFields(result.error).map(({ field, problem }) => `${field}: ${problem}`);
  throw new Error(`${name} ${event.id} breaks its contract: ${problems.join("; ")}`);
}
