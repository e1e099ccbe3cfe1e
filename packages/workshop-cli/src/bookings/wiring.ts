import { TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import type { Clients } from "../connection/clients.ts";
import { functionName } from "../connection/function-name.ts";
import { rulesWithTargets } from "../connection/rules.ts";
import type { SeenEvent } from "./seen-event.ts";

/** A rule that matches an event, and one function that it invokes. */
export interface Listener {
  rule: string;
  function: string;
}

interface RuleWithFunctions {
  name: string;
  pattern: string;
  functions: string[];
}

/** Which functions a bus delivers which events to, read from EventBridge itself. */
export class Wiring {
  readonly #events: Clients["events"];
  readonly #busName: string;
  #rules: Promise<RuleWithFunctions[]> | undefined;
  readonly #listeners = new Map<string, Promise<Listener[]>>();

  constructor({ events }: Pick<Clients, "events">, busName: string) {
    this.#events = events;
    this.#busName = busName;
  }

  /** The functions that this event is delivered to. EventBridge is asked once per source, detail type and version. */
  listenersOf(event: SeenEvent): Promise<Listener[]> {
    const kind = `${event.source} ${event["detail-type"]} ${event.detail.metadata?.version}`;
    const known = this.#listeners.get(kind) ?? this.#findListeners(event);
    this.#listeners.set(kind, known);
    return known;
  }

  async #findListeners(event: SeenEvent): Promise<Listener[]> {
    this.#rules ??= this.#readRules();
    const rules = await this.#rules;
    const matching = await Promise.all(rules.map((rule) => this.#matches(rule, event)));
    return rules
      .filter((_, index) => matching[index])
      .flatMap((rule) => rule.functions.map((name) => ({ rule: rule.name, function: name })));
  }

  async #matches(rule: RuleWithFunctions, event: SeenEvent): Promise<boolean> {
    const answer = await this.#events.send(
      new TestEventPatternCommand({ EventPattern: rule.pattern, Event: JSON.stringify(event) }),
    );
    return answer.Result === true;
  }

  /** The bus's enabled rules that invoke functions. The catch-all rule is left out, since it only logs. */
  async #readRules(): Promise<RuleWithFunctions[]> {
    const all = await rulesWithTargets(this.#events, this.#busName);
    return all.flatMap(({ rule, targets }) => {
      const functions = targets.flatMap(({ Arn }) => functionName(Arn) ?? []);
      if (!rule.Name || !rule.EventPattern || rule.State === "DISABLED" || functions.length === 0) return [];
      return [{ name: rule.Name, pattern: rule.EventPattern, functions }];
    });
  }
}
