/** One sentence for each pair that differs, e.g. "B1 is TICKETED, but Ticket's seat is 12B (expected: 12A)". */
export function differences(what: string, pairs: Record<string, [actual: unknown, expected: unknown]>): string[] {
  return Object.entries(pairs)
    .filter(([, [actual, expected]]) => actual !== expected)
    .map(([field, [actual, expected]]) => `${what}, but ${field} is ${shown(actual)} (expected: ${shown(expected)})`);
}

function shown(value: unknown): string {
  return value === undefined || value === "" ? "nothing" : String(value);
}
