import { contracts } from "../../services/events/contracts.ts";

const keysOfAnEvent = ["source", "detail-type", "detail", "account", "region", "resources", "time", "id", "version"];
const sources = new Set(Object.values(contracts).map(({ source }) => source));

/** The problem with a rule's pattern that should be `wanted`, in one sentence. */
export function patternProblem(text: string, wanted: Record<string, unknown>): string {
  const keys = keysProblem(text, wanted);
  if (keys) return keys;
  const named = [(JSON.parse(text) as { source: unknown }).source].flat();
  const unknown = named.find((source) => typeof source === "string" && !sources.has(source));
  const where = "who publishes what is in services/events/contracts.ts";
  return unknown === undefined ? where : `nobody publishes as "${unknown}": ${where}`;
}

/** The problem with the pattern's keys and the form of their values; undefined if there is none. */
export function keysProblem(text: string, wanted: Record<string, unknown>): string | undefined {
  const pattern = JSON.parse(text) as Record<string, unknown>;
  for (const [key, value] of Object.entries(pattern)) {
    if (!keysOfAnEvent.includes(key))
      return `"${key}" is no key of an event${likeThis(key)}: the rule would match nothing`;
    if (!Array.isArray(value)) return `in a pattern each key has a list of values, also where it is one: ${key}: [ … ]`;
  }
  const missing = Object.keys(wanted).find((key) => !(key in pattern));
  return missing && `without ${missing} the rule also matches other events than the one that is meant`;
}

function likeThis(key: string): string {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, "");
  const meant = keysOfAnEvent.find((known) => plain(known) === plain(key));
  return meant ? `, "${meant}" is` : "";
}
