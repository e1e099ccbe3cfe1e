import { createHash } from "node:crypto";
import type { Account } from "./account.ts";
import type { Collection } from "./store.ts";

/** What was sent with a deduplication id. */
export interface Sent {
  messageId: string;
  sequenceNumber: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** "Exactly-once processing in Amazon SQS": a repeat within five minutes is accepted, and not delivered. */
const intervalMs = 5 * 60_000;

/** The deduplication ids of one FIFO queue or topic that were used in the last five minutes. */
export class Deduplication {
  readonly #account: Pick<Account, "clock">;
  readonly #sent: Collection<Sent>;

  constructor(account: Account, collection: string) {
    this.#account = account;
    this.#sent = account.store.collection(collection);
  }

  /** @param scope the message group where ids are unique in a group only; "" for the whole queue */
  find(id: string, scope: string): Sent | undefined {
    const sent = this.#sent.get(keyOf(id, scope));
    return sent && this.#isCurrent(sent) ? sent : undefined;
  }

  add(id: string, scope: string, messageId: string, sequenceNumber: string): void {
    for (const [key, sent] of this.#sent.entries()) {
      if (this.#isCurrent(sent)) break;
      this.#sent.delete(key);
    }
    this.#sent.delete(keyOf(id, scope)); // so that the entries stay in the order of their times
    this.#sent.set(keyOf(id, scope), { messageId, sequenceNumber, at: this.#account.clock.now() });
  }

  #isCurrent({ at }: Sent): boolean {
    return this.#account.clock.now() - at < intervalMs;
  }
}

function keyOf(id: string, scope: string): string {
  return `${scope} ${id}`;
}

/** The deduplication id of a message without one: the SHA-256 hash of its body, not of its attributes. */
export function contentId(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}

/** Twenty digits, rising and not consecutive, from a key of the store's sequence. */
export function sequenceNumberOf(key: string): string {
  return String(18_850_000_000_000_000_000n + BigInt(key) * 256n);
}
