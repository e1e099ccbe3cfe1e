import type { Branch, CompiledPattern, Field } from "./compile.ts";
import { type FlatEvent, flatten, type Leaf, type Membership } from "./flat-event.ts";

const noLeaves: readonly Leaf[] = [];

/** Whether an event, as parsed JSON, matches a pattern. */
export function matches(pattern: CompiledPattern, event: object): boolean {
  const flat = flatten(event);
  return pattern.branches.some((branch) => matchesBranch(branch, flat));
}

export function matchesBranch(branch: Branch, event: FlatEvent): boolean {
  for (const field of branch) {
    if (!matchesAnyLeaf(field, event.leaves.get(field.path))) return false;
  }
  return !event.hasMemberships || matchesConsistently(branch, event);
}

function matchesAnyLeaf(field: Field, leaves: readonly Leaf[] | undefined): boolean {
  if (!leaves) return field.mayBeAbsent;
  // Present here may still be absent in one element of an array: that is decided later.
  return leaves.some((leaf) => accepts(field, leaf)) || (field.mayBeAbsent && leaves.every(isInArray));
}

function isInArray({ membership }: Leaf): boolean {
  return membership.size > 0;
}

function accepts(field: Field, { value }: Leaf): boolean {
  return field.exact.has(value) || field.tests.some((test) => test(value));
}

/**
 * Whether the fields can be matched by leaves that agree: if two of them stand in the same array,
 * they stand in the same element. Goes field by field in the order of their paths, as event-ruler
 * does, and keeps every way in which the fields so far could have been matched.
 */
function matchesConsistently(branch: Branch, event: FlatEvent): boolean {
  const laterArrays = arraysOfLaterFields(branch, event);
  let ways: Membership[] = [new Map()];
  for (const [index, field] of branch.entries()) {
    const leaves = event.leaves.get(field.path) ?? noLeaves;
    ways = distinct(
      ways.flatMap((way) => continuations(way, field, leaves)),
      laterArrays[index]!,
    );
    if (ways.length === 0) return false;
  }
  return true;
}

function continuations(way: Membership, field: Field, leaves: readonly Leaf[]): Membership[] {
  const found: Membership[] = [];
  let present = false;
  for (const leaf of leaves) {
    const merged = merge(way, leaf.membership);
    if (!merged) continue;
    present = true;
    if (accepts(field, leaf)) found.push(merged);
  }
  if (!present && field.mayBeAbsent) found.push(way);
  return found;
}

function merge(way: Membership, membership: Membership): Membership | undefined {
  let merged: Map<number, number> | undefined;
  for (const [array, element] of membership) {
    const before = way.get(array);
    if (before === undefined) (merged ??= new Map(way)).set(array, element);
    else if (before !== element) return undefined;
  }
  return merged ?? way;
}

/** Forgets the arrays that no later field stands in, so that ways which differ in nothing else become one. */
function distinct(ways: Membership[], arrays: ReadonlySet<number>): Membership[] {
  const byKey = new Map<string, Membership>();
  for (const way of ways) {
    const kept = [...way].filter(([array]) => arrays.has(array)).sort(([one], [other]) => one - other);
    byKey.set(kept.join(";"), new Map(kept));
  }
  return [...byKey.values()];
}

function arraysOfLaterFields(branch: Branch, event: FlatEvent): Set<number>[] {
  const result: Set<number>[] = [];
  let later = new Set<number>();
  for (const field of [...branch].reverse()) {
    result.unshift(later);
    later = new Set(later);
    for (const { membership } of event.leaves.get(field.path) ?? noLeaves) {
      for (const array of membership.keys()) later.add(array);
    }
  }
  return result;
}
