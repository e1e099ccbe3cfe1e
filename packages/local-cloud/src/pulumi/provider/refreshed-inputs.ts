import type { Properties, Property } from "../contract/schema.ts";
import { mapWithSecretsOf, type PropertyMap, type PropertyValue } from "../property-values/values.ts";
import { sameValue } from "./compare-inputs.ts";

/**
 * The inputs that describe the resource as it is now. A value that still means the same stays as the program wrote it.
 * A value that was changed by hand takes the new value, so the next deployment sees the difference.
 */
export function refreshedInputs(
  live: PropertyMap,
  known: { inputs: PropertyMap; properties: PropertyMap },
  properties: Properties,
): PropertyMap {
  const inputs: PropertyMap = {};
  for (const [name, property] of Object.entries(properties)) {
    const before = known.inputs[name];
    const now = live[name];
    if (property.unread || (before !== undefined && sameValue(now, before, property))) {
      if (before !== undefined) inputs[name] = before;
    } else if (before !== undefined || wasAdded(known.properties[name], now, property)) {
      if (now !== undefined) inputs[name] = now;
    }
  }
  return mapWithSecretsOf(inputs, known.inputs);
}

/** Whether a property that the program does not set was set by hand. Values that AWS chooses may change at any time. */
function wasAdded(before: PropertyValue | undefined, now: PropertyValue | undefined, property: Property): boolean {
  return !property.computed && now !== undefined && !sameValue(before, now, property);
}

/** The inputs of an imported resource, with defaults filled in and without values that AWS chose. */
export function importedInputs(live: PropertyMap, properties: Properties): PropertyMap {
  const inputs: PropertyMap = {};
  for (const [name, property] of Object.entries(properties)) {
    const now = live[name];
    if (property.default !== undefined) inputs[name] = now ?? property.default;
    else if (wasAdded(undefined, now, property)) inputs[name] = now!;
  }
  return inputs;
}
