import type { EventBridgeEvent } from "aws-lambda";
import { badFields } from "../bad-fields.ts";
import { contracts, type Detail, type EventName } from "./contracts.ts";

/** Returns the event's detail. Throws if it breaks the contract: the error names the event, each bad field and what was expected. */
export function parse<Name extends EventName>(name: Name, event: EventBridgeEvent<string, unknown>): Detail<Name> {
  if (event["detail-type"] !== name) {
    throw new Error(
      `This function handles ${name}, but it received ${event["detail-type"]}: check the rule that sent it.`,
    );
  }
  const result = contracts[name].detail.safeParse(event.detail);
  if (result.success) return result.data as Detail<Name>;

  const problems = badFields(result.error).map(({ field, problem }) => `${field}: ${problem}`);
  throw new Error(`${name} ${event.id} breaks its contract: ${problems.join("; ")}`);
}
