/** A value as JSON has it. */
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/**
 * The value with one address in place of another in all its strings, e.g. in the URLs of queues. An address that goes on
 * with a digit has a longer port, so it is another one.
 */
export function withAddress<T extends Json>(value: T, from: string, to: string): T {
  return replaced(value, from, to) as T;
}

function replaced(value: Json, from: string, to: string): Json {
  if (typeof value === "string") {
    return value.split(from).reduce((text, rest) => text + (/^\d/.test(rest) ? from : to) + rest);
  }
  if (Array.isArray(value)) return value.map((member) => replaced(member, from, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member, from, to)]));
}
