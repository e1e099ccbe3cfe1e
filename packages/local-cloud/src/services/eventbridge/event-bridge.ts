import type { Account } from "../../core/account.ts";
import { Eventual } from "../../core/eventual.ts";
import type { PolicyDocument } from "../../core/policy.ts";
import type { ServiceEvent } from "../../core/service.ts";
import { Archives } from "./archive/archives.ts";
import { Replays } from "./archive/replays.ts";
import { busArn, defaultBus } from "./arns.ts";
import { Collections } from "./collections.ts";
import { Deliveries } from "./delivery/deliveries.ts";
import { envelopeTime } from "./envelope.ts";
import { type Ingested, ingest } from "./ingest.ts";
import { Router } from "./router.ts";
import type { StoredBus } from "./stored.ts";
import { Tags } from "./tags.ts";

/** The parts that EventBridge's operations share. Their state is in the account's store. */
export class EventBridge {
  readonly account: Account;
  readonly state: Collections;
  readonly tags: Tags;
  readonly router: Router;
  /** Changes of buses' policies in progress, by the bus's name. */
  readonly policies: Eventual<PolicyDocument>;
  readonly deliveries: Deliveries;
  readonly archives: Archives;
  readonly replays: Replays;

  constructor(account: Account) {
    this.account = account;
    this.state = new Collections(account.store);
    this.tags = new Tags(this.state);
    this.router = new Router(account, this.state);
    this.policies = new Eventual(account, "bus", "eventbridge/superseded-policies");
    this.archives = new Archives(account, this.state, this.router);
    this.deliveries = new Deliveries(account, this.state, this.archives);
    this.replays = new Replays(account, this.state, this.archives, (ingested) => this.ingest(ingested));
    this.#createDefaultBus();
  }

  /** Accepts an event on a bus and starts its deliveries; the first attempts follow immediately. */
  ingest(ingested: Ingested): void {
    ingest(this, ingested);
  }

  /** Accepts an event of an AWS service on the default bus. */
  emit({ source, detailType, resources, detail }: ServiceEvent): void {
    const { id: account, region, clock, random } = this.account;
    const time = envelopeTime(clock.now());
    const event = {
      version: "0",
      id: random.uuid(),
      "detail-type": detailType,
      source,
      account,
      time,
      region,
      resources,
      detail,
    };
    this.ingest({ busName: defaultBus, event });
  }

  /** Sets or removes a bus's policy. */
  setPolicy(bus: StoredBus, policy: PolicyDocument | undefined): void {
    this.policies.change(bus.name, bus.name, bus.policy, policy);
    this.state.buses.set(bus.name, { ...bus, policy, modifiedAt: this.account.clock.now() });
  }

  /** A bus's policy as an access decision sees it: while a change is in progress, by chance as it was before. */
  policyOf(busName: string): PolicyDocument | undefined {
    const bus = this.state.buses.get(busName);
    return bus && this.policies.seen(busName, bus.policy, "a call");
  }

  resume(): void {
    this.deliveries.queue.resume();
    this.replays.queue.resume();
  }

  async close(): Promise<void> {
    await this.replays.queue.close();
    await this.deliveries.queue.close();
  }

  /** Deliveries and replays that are not done yet, each with a unique name. */
  *pending(): Iterable<string> {
    for (const key of this.deliveries.queue.pending()) yield `delivery ${key}`;
    for (const name of this.replays.queue.pending()) yield `replay ${name}`;
  }

  arnOf(busName: string): string {
    return busArn(this.account, busName);
  }

  #createDefaultBus(): void {
    if (this.state.buses.has(defaultBus)) return;
    const now = this.account.clock.now();
    this.state.buses.set(defaultBus, { name: defaultBus, createdAt: now, modifiedAt: now });
  }
}
