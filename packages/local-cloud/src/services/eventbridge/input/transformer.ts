import { isJson } from "../../../core/is-json.ts";
import type { Delivery } from "../delivery/delivery.ts";
import { DeliveryError } from "../delivery/delivery-error.ts";
import { follow, parseJsonPath } from "./json-path.ts";
import { fill, isJsonTemplate, parseTemplate } from "./template.ts";

/** The variables a template may use in addition to its own paths ("Predefined variables"). */
export const reservedVariables: Readonly<Record<string, (delivery: Delivery) => unknown>> = {
  "aws.events.rule-arn": ({ ruleArn }) => ruleArn,
  "aws.events.rule-name": ({ ruleName }) => ruleName,
  "aws.events.event.ingestion-time": ({ ingestedAt }) => new Date(ingestedAt).toISOString(),
  "aws.events.event.json": ({ event }) => event,
  "aws.events.event": ({ event }) => withoutDetail(event),
};

/**
 * Applies the target's input transformer to the event.
 *
 * @throws DeliveryError INVALID_JSON if a JSON template filled with this event's values is not valid JSON.
 */
export function transform(delivery: Delivery): string {
  const { InputPathsMap = {}, InputTemplate = "" } = delivery.target.InputTransformer!;
  const json = isJsonTemplate(InputTemplate);
  const filled = fill(parseTemplate(InputTemplate), json, (name) => {
    const reserved = reservedVariables[name];
    if (reserved) return reserved(delivery);
    return follow(parseJsonPath(InputPathsMap[name]!)!, delivery.event);
  });
  if (json && !isJson(filled)) {
    throw new DeliveryError(
      "INVALID_JSON",
      `The input template of target ${delivery.target.Id} did not produce valid JSON: ${filled}`,
    );
  }
  return filled;
}

/** In `aws.events.event`, AWS omits the detail and names detail-type detailType. */
function withoutDetail(event: Delivery["event"]): object {
  const { detail: _, "detail-type": detailType, ...rest } = event;
  return { ...rest, detailType };
}
