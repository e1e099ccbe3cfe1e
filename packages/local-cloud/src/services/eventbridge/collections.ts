import type { Collection, Store } from "../../core/store.ts";
import { ArchivedEvents } from "./archive/archived-events.ts";
import type { Delivery } from "./delivery/delivery.ts";
import { noSuchBus, noSuchRule, notFound } from "./errors.ts";
import type { StoredArchive, StoredBus, StoredReplay, StoredRule } from "./stored.ts";

/** EventBridge's collections in the account's store, with lookups that throw AWS's errors. */
export class Collections {
  readonly buses: Collection<StoredBus>;
  /** Keyed by `${busName}/${ruleName}`; neither name can contain a slash. */
  readonly rules: Collection<StoredRule>;
  readonly archives: Collection<StoredArchive>;
  readonly replays: Collection<StoredReplay>;
  /** Events that have not reached their target yet, keyed by ascending sequence numbers. */
  readonly deliveries: Collection<Delivery>;
  /** Keyed by the ARN of the bus or rule. */
  readonly tags: Collection<Record<string, string>>;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    this.buses = store.collection("eventbridge/buses");
    this.rules = store.collection("eventbridge/rules");
    this.archives = store.collection("eventbridge/archives");
    this.replays = store.collection("eventbridge/replays");
    this.deliveries = store.collection("eventbridge/deliveries");
    this.tags = store.collection("eventbridge/tags");
  }

  bus(name: string): StoredBus {
    const bus = this.buses.get(name);
    if (!bus) throw noSuchBus(name);
    return bus;
  }

  rule(busName: string, ruleName: string): StoredRule {
    this.bus(busName);
    const rule = this.rules.get(ruleKey(busName, ruleName));
    if (!rule) throw noSuchRule(ruleName, busName);
    return rule;
  }

  *rulesOf(busName: string): Generator<StoredRule> {
    for (const rule of this.rules.values()) if (rule.busName === busName) yield rule;
  }

  archive(name: string): StoredArchive {
    const archive = this.archives.get(name);
    if (!archive) throw notFound(`Archive ${name} does not exist.`);
    return archive;
  }

  archivedEvents({ uuid }: StoredArchive): ArchivedEvents {
    return new ArchivedEvents(this.#store, uuid);
  }

  replay(name: string): StoredReplay {
    const replay = this.replays.get(name);
    if (!replay) throw notFound(`Replay ${name} does not exist.`);
    return replay;
  }
}

export function ruleKey(busName: string, ruleName: string): string {
  return `${busName}/${ruleName}`;
}
