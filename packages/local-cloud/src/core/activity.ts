/** Counts the work in flight: requests, deliveries, function runs. Virtual time moves only while this is zero. */
export class Activity {
  #inFlight = 0;
  #waiters: Array<() => void> = [];

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Counts `work` as in flight until it settles. Returns it unchanged. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#inFlight++;
    const done = () => this.#finish();
    work.then(done, done);
    return work;
  }

  /** Stops counting the caller's own work while it only waits for time to pass (long polling). */
  async waiting<T>(wait: Promise<T>): Promise<T> {
    this.#finish();
    try {
      return await wait;
    } finally {
      this.#inFlight++;
    }
  }

  /** Resolves when nothing is in flight, and the work that has just ended started nothing more. */
  async idle(): Promise<void> {
    for (;;) {
      if (this.#inFlight > 0) await new Promise<void>((resolve) => this.#waiters.push(resolve));
      // The work that has just ended may start more in its continuations: let those run first.
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (this.#inFlight === 0) return;
    }
  }

  #finish(): void {
    this.#inFlight--;
    if (this.#inFlight > 0) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
