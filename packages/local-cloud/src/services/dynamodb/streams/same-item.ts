import type { Item } from "./stored.ts";

type Value = Item[string];

/** Whether two items hold the same data. The order of attributes and of a set's members does not matter. */
export function sameItem(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => right[name] !== undefined && sameValue(left[name]!, right[name]));
}

/** Whether types and contents are the same. Numbers are stored in one form, so that equal ones are equal strings. */
export function sameValue(left: Value, right: Value): boolean {
  const [type, a] = Object.entries(left)[0]!;
  const b = (right as Record<string, unknown>)[type];
  if (b === undefined) return false;
  if (type === "M") return sameItem(a as Item, b as Item);
  if (type === "L") return sameList(a as Value[], b as Value[]);
  if (Array.isArray(a)) return sameSet(a, b as string[]);
  return a === b;
}

function sameList(left: Value[], right: Value[]): boolean {
  return left.length === right.length && left.every((value, index) => sameValue(value, right[index]!));
}

function sameSet(left: string[], right: string[]): boolean {
  const members = new Set(left);
  return left.length === right.length && right.every((member) => members.has(member));
}
