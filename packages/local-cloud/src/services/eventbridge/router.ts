import { type Collections, ruleKey } from "./collections.ts";
import type { EventEnvelope } from "./envelope.ts";
import { compileAnyLength, RuleIndex } from "./pattern/index.ts";
import type { StoredRule } from "./stored.ts";

/** Finds the rules of a bus that match an event. Each bus has an index, built from the store when first needed. */
export class Router {
  readonly #state: Collections;
  readonly #indexes = new Map<string, RuleIndex<string>>();

  constructor(state: Collections) {
    this.#state = state;
  }

  match(busName: string, event: EventEnvelope): StoredRule[] {
    const names = this.#indexOf(busName).match(event);
    return names.map((name) => this.#state.rules.get(ruleKey(busName, name))!);
  }

  /** Saves a new or changed rule. */
  put(rule: StoredRule): void {
    this.#state.rules.set(ruleKey(rule.busName, rule.name), rule);
    const index = this.#indexes.get(rule.busName);
    if (!index) return;
    if (rule.state === "DISABLED") index.delete(rule.name);
    else index.set(rule.name, compileAnyLength(rule.pattern));
  }

  delete(rule: StoredRule): void {
    this.#state.rules.delete(ruleKey(rule.busName, rule.name));
    this.#indexes.get(rule.busName)?.delete(rule.name);
  }

  #indexOf(busName: string): RuleIndex<string> {
    let index = this.#indexes.get(busName);
    if (index) return index;
    index = new RuleIndex<string>();
    for (const rule of this.#state.rulesOf(busName)) {
      if (rule.state !== "DISABLED") index.set(rule.name, compileAnyLength(rule.pattern));
    }
    this.#indexes.set(busName, index);
    return index;
  }
}
