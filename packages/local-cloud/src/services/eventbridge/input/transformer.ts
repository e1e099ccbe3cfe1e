import type { Delivery } from "../delivery/delivery.ts";
import { DeliveryError } from "../delivery/delivery-error.ts";
import { isJson } from "./is-json.ts";
import { follow, parseJsonPath } from "./json-path.ts";
import { fill, parseTemplate } from "./template.ts";

/** What a template may name beside its own paths ("Predefined variables"). */
export const reservedVariables: Readonly<Record<string, (delivery: Delivery) => unknown>> = {
  "aws.events.rule-arn": ({ ruleArn }) => ruleArn,
  "aws.events.rule-name": ({ ruleName }) => ruleName,
  "aws.events.event.ingestion-time": ({ ingestedAt }) => new Date(ingestedAt).toISOString(),
  "aws.events.event.json": ({ event }) => event,
  "aws.events.event": ({ event }) => withoutDetail(event),
};

/**
 * What an input transformer makes of the event.
 *
 * @throws DeliveryError INVALID_JSON where a template of JSON does not come out as JSON with this event's values.
 */
export function transform(delivery: Delivery): string {
  const { InputPathsMap = {}, InputTemplate = "" } = delivery.target.InputTransformer!;
  const filled = fill(parseTemplate(InputTemplate), (name) => {
    const reserved = reservedVariables[name];
    if (reserved) return reserved(delivery);
    return follow(parseJsonPath(InputPathsMap[name]!)!, delivery.event);
  });
  if (/^\s*[{[]/.test(InputTemplate) && !isJson(filled)) {
    throw new DeliveryError(
      "INVALID_JSON",
      `The input template of target ${delivery.target.Id} did not make valid JSON: ${filled}`,
    );
  }
  return filled;
}

/** AWS leaves the detail out of this one, and spells detail-type as detailType. */
function withoutDetail(event: Delivery["event"]): object {
  const { detail: _, "detail-type": detailType, ...rest } = event;
  return { ...rest, detailType };
}
