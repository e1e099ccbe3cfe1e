import { createHash } from "node:crypto";
import type { Account } from "./account.ts";
import { RecentEntries } from "./recent-entries.ts";

/** What was sent with a deduplication id. */
export interface Sent {
  messageId: string;
  sequenceNumber: string;
}

/** "Exactly-once processing in Amazon SQS": a repeat within five minutes is accepted, and not delivered. */
const intervalMs = 5 * 60_000;

/** The deduplication ids of one FIFO queue or topic that were used in the last five minutes. */
export class Deduplication {
  readonly #sent: RecentEntries<Sent>;

  constructor({ clock, store }: Account, collection: string) {
    this.#sent = new RecentEntries(clock, store.collection(collection), intervalMs);
  }

  /** @param scope the message group where ids are unique in a group only; "" for the whole queue */
  find(id: string, scope: string): Sent | undefined {
    return this.#sent.get(keyOf(id, scope));
  }

  add(id: string, scope: string, sent: Sent): void {
    this.#sent.set(keyOf(id, scope), sent);
  }
}

function keyOf(id: string, scope: string): string {
  return `${scope} ${id}`;
}

/** Whether it can be the id of a message's group, of its deduplication, or of a receive's attempt. */
export function isWellFormedId(id: string): boolean {
  return /^[\x21-\x7e]{1,128}$/.test(id);
}

/** The deduplication id of a message without one: the SHA-256 hash of its body, not of its attributes. */
export function contentId(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}

/** Twenty digits, rising and not consecutive, from a key of the store's sequence. */
export function sequenceNumberOf(key: string): string {
  return String(18_850_000_000_000_000_000n + BigInt(key) * 256n);
}
