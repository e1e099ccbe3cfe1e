import type { Collection, Store } from "../../core/store.ts";
import type { Delivery } from "./delivery/delivery.ts";
import { noSuchBus, noSuchRule, notFound } from "./errors.ts";
import type { ArchivedEvent, StoredArchive, StoredBus, StoredReplay, StoredRule } from "./stored.ts";

/** EventBridge's collections in the account's store, and the look-ups that fail in AWS's words. */
export class Collections {
  readonly buses: Collection<StoredBus>;
  /** By `${busName}/${ruleName}`: neither may hold a slash. */
  readonly rules: Collection<StoredRule>;
  readonly archives: Collection<StoredArchive>;
  readonly replays: Collection<StoredReplay>;
  /** What has not reached its target yet, by rising keys. */
  readonly deliveries: Collection<Delivery>;
  /** By the ARN of the bus or rule. */
  readonly tags: Collection<Record<string, string>>;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    this.buses = store.collection("events/buses");
    this.rules = store.collection("events/rules");
    this.archives = store.collection("events/archives");
    this.replays = store.collection("events/replays");
    this.deliveries = store.collection("events/deliveries");
    this.tags = store.collection("events/tags");
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

  archivedEvents(archiveUuid: string): Collection<ArchivedEvent> {
    return this.#store.collection(`events/archived/${archiveUuid}`);
  }

  dropArchivedEvents(archiveUuid: string): void {
    this.#store.drop(`events/archived/${archiveUuid}`);
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
