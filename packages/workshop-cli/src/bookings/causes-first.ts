import type { Stored } from "./stored.ts";

/**
 * Holds items back until their cause was shown. One look at the tables may find what several events caused, of which only
 * the first was shown. A service writes when one of its functions gets an event; only Booking also writes without one,
 * when a customer asks for a booking.
 */
export class CausesFirst {
  readonly #heard = new Set<string>();
  #held: Stored[] = [];
  #isRequestShown = false;

  /** These functions have received an event that was shown. */
  received(functions: readonly string[]): void {
    for (const name of functions) this.#heard.add(serviceOf(name));
  }

  /** Adds new items. Returns those whose cause was shown, of earlier calls too. */
  release(fresh: readonly Stored[]): Stored[] {
    const all = [...this.#held, ...fresh];
    const isDue = (stored: Stored) => this.#isRequest(stored) || this.#heard.has(serviceOf(stored.table));
    const due: Stored[] = [];
    this.#held = [];
    for (const stored of all) (isDue(stored) ? due : this.#held).push(stored);
    return due;
  }

  /** Everything that is still held. */
  rest(): Stored[] {
    const rest = this.#held;
    this.#held = [];
    return rest;
  }

  /** The booking's first item. */
  #isRequest({ table }: Stored): boolean {
    if (this.#isRequestShown || serviceOf(table) !== "booking") return false;
    this.#isRequestShown = true;
    return true;
  }
}

/** "payment" of the function payment-charge and of the tables PaymentTable and PaymentTable-ada. */
function serviceOf(name: string): string {
  return name
    .replace(/Table\b.*$/, "")
    .split("-")[0]!
    .toLowerCase();
}
