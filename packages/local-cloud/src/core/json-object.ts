import { maxNesting, nestsDeeperThan } from "./nesting.ts";

/** The object that `text` holds as JSON; undefined if `text` is not JSON, holds another type of value, or nests too deep. */
export function parseJsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && !nestsDeeperThan(value, maxNesting) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether `value` is an object, and neither null nor an array. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
