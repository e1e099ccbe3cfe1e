import {
  childPath,
  isMap,
  markingOf,
  type PropertyMap,
  type PropertyValue,
  plain,
  secret,
  unknown,
} from "../wire/values.ts";
import type { CheckFailure } from "./provider.ts";
import type { Properties, Property } from "./schema.ts";

/** Holds what a program gave against a type's declared properties, and fills in their defaults. */
export function checkInputs(
  inputs: PropertyMap,
  properties: Properties,
): { inputs: PropertyMap; failures: CheckFailure[] } {
  const failures: CheckFailure[] = [];
  return { inputs: checkMembers(inputs, properties, "", failures), failures };
}

function checkMembers(given: PropertyMap, properties: Properties, path: string, failures: CheckFailure[]): PropertyMap {
  const checked: PropertyMap = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === null || name.startsWith("__")) continue;
    const property = properties[name];
    if (property) checked[name] = checkValue(value, property, childPath(path, name), failures);
    else failures.push({ property: childPath(path, name), reason: unsupported(properties) });
  }
  for (const [name, property] of Object.entries(properties)) {
    if (name in checked) continue;
    if (property.default !== undefined) checked[name] = property.default;
    else if (property.required)
      failures.push({ property: childPath(path, name), reason: "is required, and was not given" });
  }
  return checked;
}

function unsupported(properties: Properties): string {
  return `is not supported by the local cloud; it supports ${Object.keys(properties).sort().join(", ")}`;
}

function checkValue(given: PropertyValue, property: Property, path: string, failures: CheckFailure[]): PropertyValue {
  const marking = markingOf(given);
  if (marking === "secret") {
    return secret(checkValue((given as PropertyMap).value ?? null, property, path, failures));
  }
  if (marking === "resource" || marking === "output") return checkValue(plain(given), property, path, failures);
  if (given === unknown) return given;
  const fail = (reason: string) => {
    failures.push({ property: path, reason });
    return given;
  };
  switch (property.kind) {
    case "string":
      return checkString(given, property, fail);
    case "number":
      return checkNumber(given, property, fail);
    case "boolean":
      if (given === "true" || given === "false") return given === "true";
      return typeof given === "boolean" ? given : fail(`expected true or false, got ${JSON.stringify(plain(given))}`);
    case "json":
      return checkJson(given, fail);
    case "archive":
      return marking === "archive" || marking === "asset"
        ? given
        : fail("expected an archive, e.g. a FileArchive of a folder");
    case "list":
      if (!Array.isArray(given)) return fail(`expected a list, got ${JSON.stringify(plain(given))}`);
      return given.map((item, index) => checkValue(item, property.item, childPath(path, index), failures));
    case "map":
      if (!isMap(given)) return fail(`expected a map, got ${JSON.stringify(plain(given))}`);
      return checkMap(given, property.item, path, failures);
    case "object":
      if (!isMap(given)) return fail(`expected an object, got ${JSON.stringify(plain(given))}`);
      return checkMembers(given, property.members, path, failures);
  }
}

type Fail = (reason: string) => PropertyValue;

function checkString(given: PropertyValue, property: Extract<Property, { kind: "string" }>, fail: Fail): PropertyValue {
  const text = typeof given === "number" || typeof given === "boolean" ? String(given) : given;
  if (typeof text !== "string") return fail(`expected text, got ${JSON.stringify(plain(given))}`);
  if (property.oneOf && !property.oneOf.includes(text)) {
    return fail(`expected one of ${property.oneOf.join(", ")}, got ${JSON.stringify(text)}`);
  }
  if (property.max !== undefined && text.length > property.max) {
    return fail(`expected at most ${property.max} characters, got ${text.length}`);
  }
  if (property.pattern && !property.pattern.test(text)) {
    return fail(`expected text of the form ${property.pattern.source}, got ${JSON.stringify(text)}`);
  }
  return text;
}

function checkNumber(given: PropertyValue, property: Extract<Property, { kind: "number" }>, fail: Fail): PropertyValue {
  const value = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  if (typeof value !== "number" || Number.isNaN(value)) {
    return fail(`expected a number, got ${JSON.stringify(plain(given))}`);
  }
  if (property.oneOf && !property.oneOf.includes(value)) {
    return fail(`expected one of ${property.oneOf.join(", ")}, got ${value}`);
  }
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = property;
  if (value < min || value > max) return fail(`expected ${rangeText(property)}, got ${value}`);
  return value;
}

function rangeText({ min, max }: { min?: number; max?: number }): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `a number from ${min} to ${max}`;
}

function checkJson(given: PropertyValue, fail: Fail): PropertyValue {
  if (isMap(given) || Array.isArray(given)) return documentText(given);
  if (typeof given !== "string") return fail(`expected JSON, got ${JSON.stringify(given)}`);
  try {
    JSON.parse(given);
    return given;
  } catch (error) {
    return fail(`expected JSON, got text that is none: ${(error as Error).message}`);
  }
}

/** A document given as an object: unknown as a whole if any of it is. */
function documentText(document: PropertyValue): PropertyValue {
  const text = JSON.stringify(plain(document));
  return text.includes(unknown) ? unknown : text;
}

function checkMap(given: PropertyMap, item: Property, path: string, failures: CheckFailure[]): PropertyMap {
  const checked: PropertyMap = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== null) checked[name] = checkValue(value, item, childPath(path, name), failures);
  }
  return checked;
}
