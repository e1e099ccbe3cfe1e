import type { CheckFailure } from "../contract/check-failure.ts";
import type { Properties, Property } from "../contract/schema.ts";
import {
  childPath,
  containsSecret,
  isMap,
  markingOf,
  type PropertyMap,
  type PropertyValue,
  plain,
  secret,
  unknown,
} from "../property-values/values.ts";

/** Checks a program's inputs against a type's declared properties, and fills in the defaults. */
export function checkInputs(
  inputs: PropertyMap,
  properties: Properties,
): { inputs: PropertyMap; failures: CheckFailure[] } {
  const failures: CheckFailure[] = [];
  return { inputs: checkMembers(inputs, properties, "", { failures, hidden: false }), failures };
}

interface Findings {
  failures: CheckFailure[];
  /** Whether the value being checked is part of a secret. */
  hidden: boolean;
}

function checkMembers(given: PropertyMap, properties: Properties, path: string, findings: Findings): PropertyMap {
  const { failures } = findings;
  const checked: PropertyMap = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === null || name.startsWith("__")) continue;
    const property = properties[name];
    if (property) checked[name] = checkValue(value, property, childPath(path, name), findings);
    else failures.push({ property: childPath(path, name), reason: unsupported(properties) });
  }
  for (const [name, { conflictsWith = [] }] of Object.entries(properties)) {
    const other = name in checked ? conflictsWith.find((other) => other in checked) : undefined;
    if (other === undefined) continue;
    failures.push({ property: childPath(path, name), reason: `conflicts with ${other}: give only one of them` });
  }
  for (const [name, property] of Object.entries(properties)) {
    if (name in checked) continue;
    if (property.default !== undefined) checked[name] = property.default;
    else if (property.required) failures.push({ property: childPath(path, name), reason: "is required" });
  }
  return checked;
}

function unsupported(properties: Properties): string {
  return `is not supported by the local cloud; it supports ${Object.keys(properties).sort().join(", ")}`;
}

function checkValue(given: PropertyValue, property: Property, path: string, findings: Findings): PropertyValue {
  const marking = markingOf(given);
  if (marking === "secret") {
    const hidden = { ...findings, hidden: true };
    return secret(checkValue((given as PropertyMap).value ?? null, property, path, hidden));
  }
  if (marking === "resource" || marking === "output") return checkValue(plain(given), property, path, findings);
  if (given === unknown) return given;
  const fail: Fail = (expected, got = JSON.stringify(plain(given))) => {
    const hidden = findings.hidden || containsSecret(given);
    const reason = `expected ${expected}, got ${hidden ? "[secret]" : got}`;
    findings.failures.push({ property: path, reason });
    return given;
  };
  switch (property.kind) {
    case "string":
      return checkString(given, property, fail);
    case "number":
      return checkNumber(given, property, fail);
    case "boolean":
      if (given === "true" || given === "false") return given === "true";
      return typeof given === "boolean" ? given : fail("true or false");
    case "json":
      return checkJson(given, fail);
    case "archive":
      return marking === "archive" || marking === "asset" ? given : fail("an archive, e.g. a FileArchive of a folder");
    case "list":
      if (!Array.isArray(given)) return fail("a list");
      return given.map((item, index) => checkValue(item, property.item, childPath(path, index), findings));
    case "map":
      if (!isMap(given)) return fail("a map");
      return checkMap(given, property.item, path, findings);
    case "object":
      if (!isMap(given)) return fail("an object");
      return checkMembers(given, property.members, path, findings);
  }
}

/** Records what was expected and what was given, which is hidden if it is a secret. */
type Fail = (expected: string, got?: string) => PropertyValue;

function checkString(given: PropertyValue, property: Extract<Property, { kind: "string" }>, fail: Fail): PropertyValue {
  const text = typeof given === "number" || typeof given === "boolean" ? String(given) : given;
  if (typeof text !== "string") return fail("a string");
  if (property.oneOf && !property.oneOf.includes(text)) {
    return fail(`one of ${property.oneOf.join(", ")}`, JSON.stringify(text));
  }
  if (property.max !== undefined && text.length > property.max) {
    return fail(`at most ${property.max} characters`, String(text.length));
  }
  if (property.pattern && !property.pattern.test(text)) {
    return fail(`a string of the form ${property.pattern.source}`, JSON.stringify(text));
  }
  return text;
}

function checkNumber(given: PropertyValue, property: Extract<Property, { kind: "number" }>, fail: Fail): PropertyValue {
  const value = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  if (typeof value !== "number" || Number.isNaN(value)) {
    return fail("a number");
  }
  if (!property.fraction && !Number.isInteger(value)) return fail("a whole number");
  if (property.oneOf && !property.oneOf.includes(value)) {
    return fail(`one of ${property.oneOf.join(", ")}`, String(value));
  }
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = property;
  if (value < min || value > max) return fail(rangeText(property), String(value));
  return value;
}

function rangeText({ min, max }: { min?: number; max?: number }): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `a number from ${min} to ${max}`;
}

function checkJson(given: PropertyValue, fail: Fail): PropertyValue {
  if (isMap(given) || Array.isArray(given)) return documentText(given);
  if (typeof given !== "string") return fail("JSON");
  try {
    JSON.parse(given);
    return given;
  } catch (error) {
    return fail("JSON", `a string that is not JSON: ${(error as Error).message}`);
  }
}

/** Turns a document given as an object into a string, which is unknown or secret as a whole if any part is. */
function documentText(document: PropertyValue): PropertyValue {
  const text = JSON.stringify(plain(document));
  const known = text.includes(unknown) ? unknown : text;
  return containsSecret(document) ? secret(known) : known;
}

function checkMap(given: PropertyMap, item: Property, path: string, findings: Findings): PropertyMap {
  const checked: PropertyMap = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== null) checked[name] = checkValue(value, item, childPath(path, name), findings);
  }
  return checked;
}
