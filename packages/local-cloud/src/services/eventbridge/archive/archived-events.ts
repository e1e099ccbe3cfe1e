import type { Store } from "../../../core/store.ts";
import type { EventEnvelope } from "../envelope.ts";
import type { ArchivedEvent } from "../stored.ts";

/** When an event came, under a rising sequence: the events of an archive in the order in which they expire. */
interface Arrival {
  /** The key of the event. */
  key: string;
  ingestedAt: number;
  bytes: number;
}

interface Size {
  count: number;
  bytes: number;
}

/** The events of one archive, in the order of their own time. */
export class ArchivedEvents {
  readonly #store: Store;
  readonly #uuid: string;

  /** @param uuid the archive's */
  constructor(store: Store, uuid: string) {
    this.#store = store;
    this.#uuid = uuid;
  }

  add(event: EventEnvelope, ingestedAt: number): void {
    const sequence = this.#store.sequence();
    const key = `${keyBefore(Date.parse(event.time))}.${sequence}`;
    const bytes = Buffer.byteLength(JSON.stringify(event));
    this.#events.set(key, { event, ingestedAt });
    this.#arrivals.set(sequence, { key, ingestedAt, bytes });
    this.#resize(1, bytes);
  }

  /** Deletes the events that were ingested at this time or before, in milliseconds since 1970. */
  async deleteUntil(time: number): Promise<void> {
    for await (const portion of this.#arrivals.portions()) {
      const expired = portion.filter(([, { ingestedAt }]) => ingestedAt <= time);
      for (const [sequence, { key, bytes }] of expired) {
        // Another reading may have deleted it meanwhile.
        if (!this.#arrivals.has(sequence)) continue;
        this.#arrivals.delete(sequence);
        this.#events.delete(key);
        this.#resize(-1, -bytes);
      }
      if (expired.length < portion.length) return;
    }
  }

  /** Those with a time in [from, until), in milliseconds since 1970. The keys are in the order of that time. */
  between(from: number, until: number): AsyncGenerator<Array<[key: string, event: ArchivedEvent]>> {
    return this.#events.portions({ gte: keyBefore(from), lt: keyBefore(until) });
  }

  get size(): Size {
    return this.#sizes.get(this.#uuid) ?? { count: 0, bytes: 0 };
  }

  drop(): void {
    this.#store.drop(this.#eventsName);
    this.#store.drop(this.#arrivalsName);
    this.#sizes.delete(this.#uuid);
  }

  #resize(count: number, bytes: number): void {
    const { size } = this;
    this.#sizes.set(this.#uuid, { count: size.count + count, bytes: size.bytes + bytes });
  }

  get #events() {
    return this.#store.large<ArchivedEvent>(this.#eventsName);
  }

  get #arrivals() {
    return this.#store.large<Arrival>(this.#arrivalsName);
  }

  /** By the archive's UUID. */
  get #sizes() {
    return this.#store.collection<Size>("eventbridge/archive-sizes");
  }

  get #eventsName(): string {
    return `eventbridge/archived-events/${this.#uuid}`;
  }

  get #arrivalsName(): string {
    return `eventbridge/archive-arrivals/${this.#uuid}`;
  }
}

/** Sorts before all events of this time or later. */
function keyBefore(time: number): string {
  return String(Math.max(0, time)).padStart(15, "0");
}
