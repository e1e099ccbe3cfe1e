/** A value as JSON with sorted members, so that equal values are equal strings. DynamoDB does not keep the members' order. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** A value whose members are sorted by name, at every level. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
