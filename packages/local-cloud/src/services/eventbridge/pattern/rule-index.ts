import type { Branch, CompiledPattern, Field } from "./compile.ts";
import { type FlatEvent, flatten } from "./flat-event.ts";
import { matchesBranch } from "./match.ts";
import type { Scalar } from "./value-test.ts";

/** One branch of one rule, filed under the exact values of one of its fields, or under none. */
interface Entry<K> {
  rule: Rule<K>;
  branch: Branch;
  filedUnder: Field | undefined;
}

interface Rule<K> {
  key: K;
  order: number;
  entries: Entry<K>[];
}

/**
 * The rules of a bus, so arranged that an event is walked once and only rules that have a chance
 * are looked at: each is filed under the exact values that it wants of one field, the one that the
 * fewest other rules share. Rules that want no exact value anywhere are tried on every event.
 */
export class RuleIndex<K> {
  readonly #rules = new Map<K, Rule<K>>();
  readonly #byValue = new Map<string, Map<Scalar, Set<Entry<K>>>>();
  readonly #unfiled = new Set<Entry<K>>();
  #order = 0;

  /** Adds the rule, or gives it another pattern. */
  set(key: K, pattern: CompiledPattern): void {
    this.delete(key);
    const rule: Rule<K> = { key, order: this.#order++, entries: [] };
    this.#rules.set(key, rule);
    for (const branch of pattern.branches) {
      const entry = { rule, branch, filedUnder: this.#mostSelective(branch) };
      rule.entries.push(entry);
      for (const drawer of this.#drawers(entry)) drawer.add(entry);
    }
  }

  delete(key: K): void {
    for (const entry of this.#rules.get(key)?.entries ?? []) {
      for (const drawer of this.#drawers(entry)) drawer.delete(entry);
      this.#forgetEmpty(entry.filedUnder);
    }
    this.#rules.delete(key);
  }

  /** The rules that the event, as parsed JSON, matches, in the order in which they were set. */
  match(event: object): K[] {
    const flat = flatten(event);
    const matched = new Set<Rule<K>>();
    for (const entry of this.#candidates(flat)) {
      if (!matched.has(entry.rule) && matchesBranch(entry.branch, flat)) matched.add(entry.rule);
    }
    return [...matched].sort((one, other) => one.order - other.order).map(({ key }) => key);
  }

  *#candidates(event: FlatEvent): Generator<Entry<K>> {
    yield* this.#unfiled;
    for (const [path, byValue] of this.#byValue) {
      for (const { value } of event.leaves.get(path) ?? []) yield* byValue.get(value) ?? [];
    }
  }

  #mostSelective(branch: Branch): Field | undefined {
    let best: Field | undefined;
    let bestCost = Infinity;
    for (const field of branch) {
      if (field.exact.size === 0 || field.tests.length > 0 || field.mayBeAbsent) continue;
      const cost = field.exact.size + this.#sharers(field);
      if (cost < bestCost) [best, bestCost] = [field, cost];
    }
    return best;
  }

  /** How many rules are filed under the values of this field already. */
  #sharers(field: Field): number {
    const byValue = this.#byValue.get(field.path);
    let sharers = 0;
    for (const value of field.exact) sharers += byValue?.get(value)?.size ?? 0;
    return sharers;
  }

  #drawers({ filedUnder }: Entry<K>): Set<Entry<K>>[] {
    if (!filedUnder) return [this.#unfiled];
    const byValue = getOrMake(this.#byValue, filedUnder.path, () => new Map<Scalar, Set<Entry<K>>>());
    return [...filedUnder.exact].map((value) => getOrMake(byValue, value, () => new Set<Entry<K>>()));
  }

  #forgetEmpty(field: Field | undefined): void {
    const byValue = field && this.#byValue.get(field.path);
    if (!byValue) return;
    for (const value of field.exact) if (byValue.get(value)?.size === 0) byValue.delete(value);
    if (byValue.size === 0) this.#byValue.delete(field.path);
  }
}

function getOrMake<A, B>(map: Map<A, B>, key: A, make: () => B): B {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = make()));
  return found;
}
