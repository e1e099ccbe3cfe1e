import type { Branch, CompiledPattern, Field } from "./compile.ts";
import { type FlatEvent, flatten } from "./flat-event.ts";
import { matchesBranch } from "./match.ts";
import type { Scalar } from "./value-test.ts";

/** One branch of one rule, indexed by the exact values of one of its fields, if it has such a field. */
interface Entry<K> {
  rule: Rule<K>;
  branch: Branch;
  indexedBy: Field | undefined;
}

interface Rule<K> {
  key: K;
  order: number;
  entries: Entry<K>[];
}

/**
 * An index of a bus's rules. Matching walks the event once and tries only likely rules: each rule
 * is indexed by the exact values of one field, the one whose values the fewest other rules share.
 * Rules without exact values are tried on every event.
 */
export class RuleIndex<K> {
  readonly #rules = new Map<K, Rule<K>>();
  readonly #byValue = new Map<string, Map<Scalar, Set<Entry<K>>>>();
  readonly #unindexed = new Set<Entry<K>>();
  #order = 0;

  /** Adds the rule or replaces its pattern. */
  set(key: K, pattern: CompiledPattern): void {
    this.delete(key);
    const rule: Rule<K> = { key, order: this.#order++, entries: [] };
    this.#rules.set(key, rule);
    for (const branch of pattern.branches) {
      const entry = { rule, branch, indexedBy: this.#mostSelective(branch) };
      rule.entries.push(entry);
      for (const bucket of this.#buckets(entry)) bucket.add(entry);
    }
  }

  delete(key: K): void {
    for (const entry of this.#rules.get(key)?.entries ?? []) {
      for (const bucket of this.#buckets(entry)) bucket.delete(entry);
      this.#deleteEmpty(entry.indexedBy);
    }
    this.#rules.delete(key);
  }

  /** The rules that match the event (parsed JSON), in the order in which they were set. */
  match(event: object): K[] {
    const flat = flatten(event);
    const matched = new Set<Rule<K>>();
    for (const entry of this.#candidates(flat)) {
      if (!matched.has(entry.rule) && matchesBranch(entry.branch, flat)) matched.add(entry.rule);
    }
    return [...matched].sort((one, other) => one.order - other.order).map(({ key }) => key);
  }

  *#candidates(event: FlatEvent): Generator<Entry<K>> {
    yield* this.#unindexed;
    for (const [path, byValue] of this.#byValue) {
      for (const { value } of event.leaves.get(path) ?? []) yield* byValue.get(value) ?? [];
    }
  }

  #mostSelective(branch: Branch): Field | undefined {
    let best: Field | undefined;
    let bestCost = Infinity;
    for (const field of branch) {
      if (field.exact.size === 0 || field.tests.length > 0 || field.mayBeAbsent) continue;
      const cost = field.exact.size + this.#entriesFor(field);
      if (cost < bestCost) [best, bestCost] = [field, cost];
    }
    return best;
  }

  /** How many entries are already indexed by the values of this field. */
  #entriesFor(field: Field): number {
    const byValue = this.#byValue.get(field.path);
    let count = 0;
    for (const value of field.exact) count += byValue?.get(value)?.size ?? 0;
    return count;
  }

  #buckets({ indexedBy }: Entry<K>): Set<Entry<K>>[] {
    if (!indexedBy) return [this.#unindexed];
    const byValue = getOrCreate(this.#byValue, indexedBy.path, () => new Map<Scalar, Set<Entry<K>>>());
    return [...indexedBy.exact].map((value) => getOrCreate(byValue, value, () => new Set<Entry<K>>()));
  }

  #deleteEmpty(field: Field | undefined): void {
    const byValue = field && this.#byValue.get(field.path);
    if (!byValue) return;
    for (const value of field.exact) if (byValue.get(value)?.size === 0) byValue.delete(value);
    if (byValue.size === 0) this.#byValue.delete(field.path);
  }
}

function getOrCreate<A, B>(map: Map<A, B>, key: A, create: () => B): B {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = create()));
  return found;
}
