import type { Account } from "../../core/account.ts";
import { Eventual } from "../../core/eventual.ts";
import { type Collections, ruleKey } from "./collections.ts";
import type { EventEnvelope } from "./envelope.ts";
import { compileAnyLength, matches, RuleIndex } from "./pattern/index.ts";
import type { StoredRule } from "./stored.ts";

/** Finds the rules of a bus that match an event. Each bus has an index, built from the store when first needed. */
export class Router {
  readonly #state: Collections;
  readonly #indexes = new Map<string, RuleIndex<string>>();
  /** By the key of the rule. */
  readonly #eventual: Eventual<StoredRule>;

  constructor(account: Account, state: Collections) {
    this.#state = state;
    this.#eventual = new Eventual(account, "rule", "eventbridge/superseded-rules");
  }

  /** The matching rules with their targets. While a change is in progress, a rule matches by its new or its old state. */
  match(busName: string, event: EventEnvelope): StoredRule[] {
    const names = this.#indexOf(busName).match(event);
    const rules = names.map((name) => this.#state.rules.get(ruleKey(busName, name))!);
    const changing = new Set(this.#changing(busName));
    if (changing.size === 0) return rules;
    const steady = rules.filter(({ name }) => !changing.has(ruleKey(busName, name)));
    const seen = [...changing].flatMap(
      (key) => this.#eventual.seen(key, this.#state.rules.get(key), `event ${event.id}`) ?? [],
    );
    return [...steady, ...seen.filter((rule) => isMatch(rule, event))];
  }

  /** Saves a new or changed rule. */
  put(rule: StoredRule): void {
    const key = ruleKey(rule.busName, rule.name);
    this.#eventual.change(key, rule.name, this.#state.rules.get(key), rule);
    this.#state.rules.set(key, rule);
    const index = this.#indexes.get(rule.busName);
    if (!index) return;
    if (rule.state === "DISABLED") index.delete(rule.name);
    else index.set(rule.name, compileAnyLength(rule.pattern));
  }

  delete(rule: StoredRule): void {
    const key = ruleKey(rule.busName, rule.name);
    this.#eventual.change(key, rule.name, rule, undefined);
    this.#state.rules.delete(key);
    this.#indexes.get(rule.busName)?.delete(rule.name);
  }

  /** Whether the bus has rules, or had one whose deletion is still in progress. */
  hasRules(busName: string): boolean {
    if (!this.#state.rulesOf(busName).next().done) return true;
    return this.#changing(busName).some((key) => this.#eventual.replaced(key).some(({ value }) => value !== null));
  }

  /** The keys of the bus's rules whose changes are in progress. */
  #changing(busName: string): string[] {
    return this.#eventual.keys().filter((key) => key.startsWith(ruleKey(busName, "")));
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

function isMatch({ state, pattern }: StoredRule, event: EventEnvelope): boolean {
  return state !== "DISABLED" && matches(compileAnyLength(pattern), event);
}
