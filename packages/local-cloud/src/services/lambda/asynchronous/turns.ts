/** Lets only so many events of a function run at once; the others wait for their turn, in order of arrival. */
export class Turns {
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, Set<string>>();

  /** Whether the event may run now. If not, `next` returns it when its turn has come. @param most events at once */
  enter(name: string, key: string, most: number): boolean {
    if (this.#runningOf(name) >= most) {
      this.#waitingOf(name).add(key);
      return false;
    }
    this.#running.set(name, this.#runningOf(name) + 1);
    return true;
  }

  leave(name: string): void {
    const running = this.#runningOf(name) - 1;
    if (running > 0) this.#running.set(name, running);
    else this.#running.delete(name);
  }

  /** The event whose turn has come, if there is one. */
  next(name: string, most: number): string | undefined {
    const waiting = this.#waitingOf(name);
    const [key] = waiting;
    if (key === undefined) this.#waiting.delete(name);
    if (key === undefined || this.#runningOf(name) >= most) return undefined;
    waiting.delete(key);
    return key;
  }

  #runningOf(name: string): number {
    return this.#running.get(name) ?? 0;
  }

  #waitingOf(name: string): Set<string> {
    let waiting = this.#waiting.get(name);
    if (!waiting) this.#waiting.set(name, (waiting = new Set()));
    return waiting;
  }
}
