import { decodeKey, encodeKey } from "./encoded-key.ts";

/**
 * The keys in LevelDB. "<name> NUL <key>" is an entry of a collection that is in memory, "NUL <id> NUL <key>" one of a large
 * collection: all of these come first, and a start skips them. Names, keys and ids hold no NUL.
 */
const separator = "\u0000";
/** The key of the summary. */
export const summaryKey = "summary";
/** The range of everything that is in memory. */
export const inMemory = { gte: "\u0001" };

export function entryKey(name: string, key: string): string {
  return encodeKey(name) + separator + encodeKey(key);
}

/** @throws Error if it is none */
export function parseEntryKey(fullKey: string): { name: string; key: string } {
  const at = fullKey.indexOf(separator);
  if (at < 1) throw new Error(`it has an entry under the unknown key '${fullKey}'`);
  return { name: decodeKey(fullKey.slice(0, at)), key: decodeKey(fullKey.slice(at + 1)) };
}

/** What the keys of a large collection begin with. */
export function largePrefix(id: string): string {
  return separator + id + separator;
}

/** The range of all entries of a large collection. */
export function largeRange(id: string): { gte: string; lt: string } {
  return { gte: largePrefix(id), lt: `${separator}${id}\u0001` };
}

/** @throws Error naming the entry */
export function parseValue(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`the entry '${key.replaceAll(separator, "/")}' is not JSON`);
  }
}
