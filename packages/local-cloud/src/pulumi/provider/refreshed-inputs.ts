import { mapWithSecretsOf, type PropertyMap, type PropertyValue } from "../wire/values.ts";
import { sameValue } from "./compare.ts";
import type { Properties, Property } from "./schema.ts";

/**
 * The inputs that would describe what is there now. What still means the same stays as the
 * program wrote it; what was changed by hand takes the new value, so that the next deployment
 * sees the difference.
 */
export function refreshedInputs(
  live: PropertyMap,
  known: { inputs: PropertyMap; properties: PropertyMap },
  properties: Properties,
): PropertyMap {
  const inputs: PropertyMap = {};
  for (const [name, property] of Object.entries(properties)) {
    const said = known.inputs[name];
    const now = live[name];
    if (property.unread || (said !== undefined && sameValue(now, said, property))) {
      if (said !== undefined) inputs[name] = said;
    } else if (said !== undefined || wasAdded(known.properties[name], now, property)) {
      if (now !== undefined) inputs[name] = now;
    }
  }
  return mapWithSecretsOf(inputs, known.inputs);
}

/** Whether what the program left out was set by hand; what it leaves to AWS may change at any time. */
function wasAdded(before: PropertyValue | undefined, now: PropertyValue | undefined, property: Property): boolean {
  return !property.computed && now !== undefined && !sameValue(before, now, property);
}

/** The inputs of a resource that is taken over by its id: what is there, without what is there by default. */
export function importedInputs(live: PropertyMap, properties: Properties): PropertyMap {
  const inputs: PropertyMap = {};
  for (const [name, property] of Object.entries(properties)) {
    const now = live[name];
    if (property.default !== undefined) inputs[name] = now ?? property.default;
    else if (wasAdded(undefined, now, property)) inputs[name] = now!;
  }
  return inputs;
}
