/** The value of a field: a JSON scalar, or undefined if the field is missing. */
export type Value = string | number | boolean | null | undefined;

/** Compares two values as numbers if both can be read as numbers, otherwise as strings. */
export function compare(a: Value, b: Value): number {
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x !== undefined && y !== undefined) return x - y;
  const [s, t] = [asString(a), asString(b)];
  return s < t ? -1 : s > t ? 1 : 0;
}

export function isPresent(value: Value): value is string | number | boolean {
  return value !== undefined && value !== null;
}

export function asNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

export function asString(value: Value): string {
  return isPresent(value) ? String(value) : "";
}

export function isTrue(value: Value): boolean {
  return value === true || value === 1 || value === "true";
}

/** 2026-01-01 12:00:00.000; undefined for a time that no date has. */
export function formatTime(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace("T", " ").replace("Z", "");
}
