import type { Properties, Property } from "../contract/schema.ts";
import {
  childPath,
  containsUnknown,
  equal,
  isMap,
  type PropertyMap,
  type PropertyValue,
  plain,
  unknown,
} from "../property-values/values.ts";

/** One path at which two sets of inputs differ. */
export interface Difference {
  path: string;
  /** The top-level property. */
  name: string;
  kind: "add" | "delete" | "update";
  replace: boolean;
}

/**
 * Finds where two sets of inputs differ in meaning. A default equals a missing value, JSON is compared as JSON, and a
 * value that AWS chooses may stay where the new inputs do not set it.
 */
export function compareInputs(olds: PropertyMap, news: PropertyMap, properties: Properties): Difference[] {
  return Object.entries(properties).flatMap(([name, property]) =>
    compare(olds[name], news[name], property, name).map((found) => ({
      ...found,
      name,
      replace: found.replace || property.replace === true,
    })),
  );
}

/** Whether two values of a property mean the same. */
export function sameValue(
  actual: PropertyValue | undefined,
  desired: PropertyValue | undefined,
  property: Property,
): boolean {
  return compare(actual, desired, property, "").length === 0;
}

type Found = Omit<Difference, "name">;

function compare(
  left: PropertyValue | undefined,
  right: PropertyValue | undefined,
  property: Property,
  path: string,
): Found[] {
  const a = meaning(left, property);
  const b = meaning(right, property);
  if (a === undefined && b === undefined) return [];
  if (property.computed && b === undefined) return [];
  if (a === unknown || b === unknown) return a === b ? [] : [difference(path, "update", property)];
  if (property.kind === "object") return compareMembers(asMap(a), asMap(b), property.members, path, property);
  if (property.kind === "map") return compareMaps(asMap(a), asMap(b), property.item, path, property);
  if (property.kind === "list") return compareLists(asList(a), asList(b), property, path);
  if (a === undefined) return [difference(path, "add", property)];
  if (b === undefined) return [difference(path, "delete", property)];
  return equal(a, b) && !containsUnknown(b) ? [] : [difference(path, "update", property)];
}

function difference(path: string, kind: Difference["kind"], property: Property): Found {
  return { path, kind, replace: property.replace === true };
}

/** Normalizes a value for comparison: an empty value or the default counts as not given. */
function meaning(value: PropertyValue | undefined, property: Property): PropertyValue | undefined {
  const given = value === undefined || value === null ? undefined : plain(value);
  if (given === undefined) return property.default ?? undefined;
  if (given === "" || given === false) return property.default ?? undefined;
  if (Array.isArray(given) && given.length === 0) return undefined;
  if (property.kind === "object" && isMap(given) && isEmpty(given, property.members)) return undefined;
  if (property.kind === "json" && typeof given === "string" && given !== unknown) return parsed(given);
  if (property.kind === "archive" && isMap(given)) return (given.hash ?? given) as PropertyValue;
  return given;
}

function isEmpty(given: PropertyMap, members: Properties): boolean {
  return Object.entries(members).every(([name, member]) => meaning(given[name], member) === undefined);
}

function parsed(text: string): PropertyValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function asMap(value: PropertyValue | undefined): PropertyMap | undefined {
  return isMap(value) ? value : undefined;
}

function asList(value: PropertyValue | undefined): PropertyValue[] {
  return Array.isArray(value) ? value : [];
}

function compareMembers(
  a: PropertyMap | undefined,
  b: PropertyMap | undefined,
  members: Properties,
  path: string,
  property: Property,
): Found[] {
  if (!a && b) return [difference(path, "add", property)];
  if (a && !b) return [difference(path, "delete", property)];
  return Object.entries(members).flatMap(([name, member]) =>
    compare(a?.[name], b?.[name], member, childPath(path, name)),
  );
}

function compareMaps(
  a: PropertyMap = {},
  b: PropertyMap = {},
  item: Property,
  path: string,
  property: Property,
): Found[] {
  if (Object.keys(a).length === 0 && Object.keys(b).length > 0) return [difference(path, "add", property)];
  if (Object.keys(b).length === 0 && Object.keys(a).length > 0) return [difference(path, "delete", property)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) => {
    const childAt = childPath(path, name);
    if (!(name in a)) return [difference(childAt, "add", item)];
    if (!(name in b)) return [difference(childAt, "delete", item)];
    return equal(a[name], b[name]) ? [] : [difference(childAt, "update", item)];
  });
}

function compareLists(
  a: PropertyValue[],
  b: PropertyValue[],
  property: Extract<Property, { kind: "list" }>,
  path: string,
): Found[] {
  if (a.length === 0) return [difference(path, "add", property)];
  if (b.length === 0) return [difference(path, "delete", property)];
  if (property.unordered) return compareSets(a, b, property, path);
  return Array.from({ length: Math.max(a.length, b.length) }).flatMap((_, index) => {
    const childAt = childPath(path, index);
    if (index >= a.length) return [difference(childAt, "add", property.item)];
    if (index >= b.length) return [difference(childAt, "delete", property.item)];
    return compare(a[index], b[index], property.item, childAt);
  });
}

/** The members of a set have no index to name, so a set differs as a whole. */
function compareSets(
  a: PropertyValue[],
  b: PropertyValue[],
  property: Extract<Property, { kind: "list" }>,
  path: string,
): Found[] {
  const [left, right] = [sorted(a), sorted(b)];
  const same =
    left.length === right.length &&
    left.every((item, index) => compare(item, right[index], property.item, "").length === 0);
  return same ? [] : [difference(path, "update", property)];
}

function sorted(values: PropertyValue[]): PropertyValue[] {
  return [...values].sort((x, y) => (sortKey(x) < sortKey(y) ? -1 : 1));
}

function sortKey(value: PropertyValue): string {
  if (!isMap(value)) return JSON.stringify(value);
  return JSON.stringify(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
}
