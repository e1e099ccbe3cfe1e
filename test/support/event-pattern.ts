import { contracts } from "../../tools/derive/contracts.ts";

const eventKeys = ["source", "detail-type", "detail", "account", "region", "resources", "time", "id", "version"];
const sources = new Set(contracts.map(({ source }) => source));

/** The problem with a rule's pattern that should be `wanted`, in one sentence. */
export function patternProblem(text: string, wanted: Record<string, unknown>): string {
  const keys = keysProblem(text, wanted);
  if (keys) return keys;
  const pattern = JSON.parse(text) as { source?: unknown; "detail-type"?: unknown };
  const named = [pattern.source].flat();
  const names = [pattern["detail-type"]].flat();
  const where = "docs/events.md lists the events and their sources";
  const unknown = named.find((source) => typeof source === "string" && !sources.has(source));
  if (unknown !== undefined) return `no service publishes as "${unknown}": ${where}`;
  if (contracts.some(({ source, name }) => named.includes(source) && names.includes(name)))
    return `the rule matches another event: ${where}`;
  return `"${named.join()}" does not publish ${names.join() || "such an event"}: ${where}`;
}

/** @throws Error with the problem, if the pattern's keys or the form of their values are wrong */
export function checkPattern(text: string): void {
  const problem = keysProblem(text, {});
  if (problem) throw new Error(problem);
}

/** The problem with the pattern's keys and the form of their values; undefined if there is none. */
export function keysProblem(text: string, wanted: Record<string, unknown>): string | undefined {
  const pattern = JSON.parse(text) as Record<string, unknown>;
  for (const [key, value] of Object.entries(pattern)) {
    if (!eventKeys.includes(key))
      return `"${key}" is not a key of an event${suggestion(key)}, so the rule would match nothing`;
    // The detail has fields of its own.
    if (!Array.isArray(value) && key !== "detail")
      return `in a pattern, the value of each key is a list, even of a single value: ${key}: [ … ]`;
    const starred = [value].flat().find((each) => typeof each === "string" && each.includes("*"));
    if (starred) return `a plain value such as "${starred}" is compared letter by letter, so its * matches only a *`;
  }
  const missing = Object.keys(wanted).find((key) => !(key in pattern));
  return missing && `without ${missing}, the rule also matches other events`;
}

function suggestion(key: string): string {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, "");
  const meant = eventKeys.find((known) => plain(known) === plain(key));
  return meant ? `, but "${meant}" is` : "";
}
