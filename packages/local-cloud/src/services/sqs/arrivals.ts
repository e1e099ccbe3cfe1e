import type { Account } from "../../core/account.ts";

/** The long polls that wait for a message, by queue name. */
export class Arrivals {
  readonly #account: Account;
  readonly #waiting = new Map<string, Set<() => void>>();
  #closed = false;

  constructor(account: Account) {
    this.#account = account;
  }

  /** Resolves when the queue may have a visible message, or at `until` (milliseconds since 1970). Counts as idle. */
  async next(queue: string, until: number): Promise<void> {
    if (this.#closed) return;
    let waiters = this.#waiting.get(queue);
    if (!waiters) this.#waiting.set(queue, (waiters = new Set()));
    const { clock, activity } = this.#account;
    let wake = () => {};
    const woken = new Promise<void>((resolve) => (wake = resolve));
    waiters.add(wake);
    const timer = clock.after(until - clock.now(), wake);
    await activity.waiting(woken);
    timer.cancel();
    waiters.delete(wake);
  }

  notify(queue: string): void {
    for (const wake of this.#waiting.get(queue) ?? []) wake();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Ends all waiting, and refuses new waits. */
  close(): void {
    this.#closed = true;
    for (const queue of this.#waiting.keys()) this.notify(queue);
  }
}
