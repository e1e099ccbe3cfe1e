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
  // A field present in one element of an array may be absent in another; matchesConsistently decides.
  return leaves.some((leaf) => accepts(field, leaf)) || (field.mayBeAbsent && leaves.every(isInArray));
}

function isInArray({ membership }: Leaf): boolean {
  return membership.size > 0;
}

function accepts(field: Field, { value }: Leaf): boolean {
  return field.exact.has(value) || field.tests.some((test) => test(value));
}

/**
 * Whether consistent leaves can match the fields: leaves in the same array must be in the same
 * element. Goes through the fields in path order, as event-ruler does, and tracks every
 * combination of array elements that matches the fields so far.
 */
function matchesConsistently(branch: Branch, event: FlatEvent): boolean {
  const laterArrays = arraysOfLaterFields(branch, event);
  let candidates: Membership[] = [new Map()];
  for (const [index, field] of branch.entries()) {
    const leaves = event.leaves.get(field.path) ?? noLeaves;
    candidates = distinct(
      candidates.flatMap((candidate) => extend(candidate, field, leaves)),
      laterArrays[index]!,
    );
    if (candidates.length === 0) return false;
  }
  return true;
}

function extend(candidate: Membership, field: Field, leaves: readonly Leaf[]): Membership[] {
  const found: Membership[] = [];
  let present = false;
  for (const leaf of leaves) {
    const merged = merge(candidate, leaf.membership);
    if (!merged) continue;
    present = true;
    if (accepts(field, leaf)) found.push(merged);
  }
  if (!present && field.mayBeAbsent) found.push(candidate);
  return found;
}

function merge(candidate: Membership, membership: Membership): Membership | undefined {
  let merged: Map<number, number> | undefined;
  for (const [array, element] of membership) {
    const before = candidate.get(array);
    if (before === undefined) (merged ??= new Map(candidate)).set(array, element);
    else if (before !== element) return undefined;
  }
  return merged ?? candidate;
}

/** Drops the arrays that no later field is in, and merges the candidates that are then equal. */
function distinct(candidates: Membership[], arrays: ReadonlySet<number>): Membership[] {
  const byKey = new Map<string, Membership>();
  for (const candidate of candidates) {
    const kept = [...candidate].filter(([array]) => arrays.has(array)).sort(([one], [other]) => one - other);
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
