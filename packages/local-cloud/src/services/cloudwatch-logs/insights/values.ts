/** What a field can hold: what JSON has as scalars; undefined is a field that is not there. */
export type Value = string | number | boolean | null | undefined;

/** Two values that both read as numbers are compared as numbers, all others as text. */
export function compare(a: Value, b: Value): number {
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x !== undefined && y !== undefined) return x - y;
  const [s, t] = [asString(a), asString(b)];
  return s < t ? -1 : s > t ? 1 : 0;
}

export function asNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

export function asString(value: Value): string {
  return value === undefined || value === null ? "" : String(value);
}

export function isTrue(value: Value): boolean {
  return value === true || value === 1 || value === "true";
}

/** 2026-01-01 12:00:00.000 */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace("T", " ").replace("Z", "");
}
