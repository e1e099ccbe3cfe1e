import type { Account } from "../../core/account.ts";
import { AwsError } from "../../core/aws-error.ts";
import { keyBefore } from "./event-key.ts";
import type { CloudWatchLogsState, LogStream } from "./state.ts";

const hourMs = 60 * 60 * 1000;

/**
 * Deletes events past their group's retention, in all groups, at most once an hour. Nothing is seen of that, because reads hide
 * such events at once; AWS itself takes up to 72 hours to delete them ("PutRetentionPolicy").
 */
export class Retention {
  readonly #account: Account;
  readonly #state: CloudWatchLogsState;
  #lastSweep = Number.NEGATIVE_INFINITY;

  constructor(state: CloudWatchLogsState) {
    this.#account = state.account;
    this.#state = state;
  }

  /** To be called at each write: whoever does not write needs no room. */
  onWrite(): void {
    const now = this.#account.clock.now();
    if (now < this.#lastSweep + hourMs) return;
    this.#lastSweep = now;
    void this.#account.activity.track(this.#sweep());
  }

  async #sweep(): Promise<void> {
    for (const group of [...this.#state.groups.values()]) {
      const limit = this.#state.expiryLimit(group);
      if (limit === Number.NEGATIVE_INFINITY) continue;
      for (const stream of [...this.#state.streams(group.name).values()]) {
        if (stream.firstEventTimestamp === undefined || stream.firstEventTimestamp >= limit) continue;
        await this.#deleteBefore(group.name, stream, limit);
      }
    }
  }

  async #deleteBefore(group: string, stream: LogStream, limit: number): Promise<void> {
    if (stream.lastEventTimestamp! < limit) {
      this.#account.store.drop(this.#state.eventsName(group, stream.name));
      const { firstEventTimestamp: _, ...empty } = stream;
      this.#state.streams(group).set(stream.name, { ...empty, storedBytes: 0 });
      return;
    }
    try {
      const events = this.#state.events(group, stream.name);
      for await (const portion of events.portions({ lt: keyBefore(limit) })) {
        let bytes = 0;
        for (const [key, { message }] of portion) {
          events.delete(key);
          bytes += Buffer.byteLength(message);
        }
        this.#shrink(group, stream.name, bytes, limit);
      }
    } catch (error) {
      // The terminal has been told. The events stay hidden.
      if (!(error instanceof AwsError)) throw error;
    }
  }

  /** The stream may have been written to, or deleted, in the meantime. */
  #shrink(group: string, name: string, bytes: number, limit: number): void {
    const stream = this.#state.streams(group).get(name);
    if (!stream) return;
    const storedBytes = Math.max(0, stream.storedBytes - bytes);
    this.#state.streams(group).set(name, { ...stream, storedBytes, firstEventTimestamp: limit });
  }
}
