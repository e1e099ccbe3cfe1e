import type { Cloud } from "../contract/cloud.ts";
import { ProviderError } from "../contract/errors.ts";
import type { Live, LiveValue, ResourceType } from "../contract/resource-type.ts";
import { type Properties, string } from "../contract/schema.ts";
import { mapWithSecretsOf, type PropertyMap, type PropertyValue, plainMap } from "../property-values/values.ts";
import { sameValue } from "./compare-inputs.ts";

/** A type's inputs, with the region that every resource outside IAM has. */
export function propertiesOf(type: ResourceType, cloud: Cloud): Properties {
  if (isGlobal(type)) return type.inputs;
  return { ...type.inputs, region: string({ oneOf: [cloud.region], computed: true }) };
}

function isGlobal({ token }: ResourceType): boolean {
  return token.startsWith("aws:iam/");
}

/**
 * The state after a create or an update, as AWS returns it. Values that mean the same are written as in the inputs.
 *
 * @throws ProviderError if AWS does not find the resource.
 */
export async function stateOf(type: ResourceType, id: string, inputs: PropertyMap, cloud: Cloud): Promise<PropertyMap> {
  const values = plainMap(inputs);
  const live = await liveState(type, id, values, cloud);
  if (!live) throw new ProviderError("the call succeeded, but AWS does not find the resource");
  const state = { ...unreadState(type, values), ...withWordingOf(live, values, propertiesOf(type, cloud)) };
  // A secret input is secret in the outputs too, and secret tags are also secret in the provider's tagsAll.
  return mapWithSecretsOf(state, { tagsAll: inputs.tags ?? null, ...inputs });
}

/** The properties that AWS returns, without empty ones; undefined if the resource does not exist. */
export async function liveState(
  type: ResourceType,
  id: string,
  known: PropertyMap,
  cloud: Cloud,
): Promise<PropertyMap | undefined> {
  const live = await type.read(id, cloud, known);
  if (!live) return undefined;
  const present = withoutEmpty(live);
  if (!isGlobal(type)) present.region = cloud.region;
  if ("tags" in type.inputs) present.tagsAll = (present.tags as PropertyMap | undefined) ?? {};
  return present;
}

function withoutEmpty(live: Live): PropertyMap {
  const result: PropertyMap = {};
  for (const [name, value] of Object.entries(live)) {
    const present = presentValue(value);
    if (present !== undefined) result[name] = present;
  }
  return result;
}

function presentValue(value: LiveValue): PropertyValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) {
    return value.length > 0 ? value.flatMap((item) => presentValue(item) ?? []) : undefined;
  }
  if (typeof value !== "object") return value;
  const members = withoutEmpty(value);
  return Object.keys(members).length > 0 ? members : undefined;
}

/** The properties that AWS never returns. */
export function unreadState(type: ResourceType, known: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(known).filter(([name]) => type.inputs[name]?.unread));
}

/** Keeps the known form of a JSON document, and the known order of a set, where AWS's value means the same. */
export function withWordingOf(live: PropertyMap, known: PropertyMap, properties: Properties): PropertyMap {
  const state = { ...live };
  for (const [name, property] of Object.entries(properties)) {
    const before = known[name];
    if (property.kind !== "json" && property.kind !== "list") continue;
    if (before !== undefined && live[name] !== undefined && sameValue(live[name], before, property)) {
      state[name] = before;
    }
  }
  return state;
}
