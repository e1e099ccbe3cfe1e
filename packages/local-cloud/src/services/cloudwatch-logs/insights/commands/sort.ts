import type { Expression, Parser } from "../parser.ts";
import type { Row } from "../row.ts";
import type { Command, Place, Step } from "../table.ts";
import { compare, type Value } from "../values.ts";

interface Key {
  value: Expression;
  direction: 1 | -1;
}

/** `sort @timestamp desc, bookingId`: by the first key, then by the next. Defaults to ascending. */
export function sort(parser: Parser): Command {
  const keys = parser.list<Key>(() => {
    const value = parser.expression();
    if (parser.take("desc")) return { value, direction: -1 };
    parser.take("asc");
    return { value, direction: 1 };
  });
  return {
    // Equal rows stay in chronological order, or in the reverse order if the first key is descending.
    order: keys[0]!.direction < 0 ? "latest first" : "chronological",
    start: (place) => new Sorting(keys, place),
  };
}

interface Sorted {
  row: Row;
  values: Value[];
  /** Its place among all rows, which decides between equal ones. */
  place: number;
}

/** Keeps no more than twice the rows that can be shown. */
class Sorting implements Step {
  readonly #keys: readonly Key[];
  readonly #shown: number;
  readonly #step: 1 | -1;
  #rows: Sorted[] = [];
  #count = 0;

  constructor(keys: readonly Key[], { isFirst, shown }: Place) {
    this.#keys = keys;
    this.#shown = shown;
    // What comes first has been asked for in the right order.
    this.#step = !isFirst && keys[0]!.direction < 0 ? -1 : 1;
  }

  push(rows: readonly Row[]): readonly Row[] {
    for (const row of rows) {
      const values = this.#keys.map(({ value }) => value(row));
      this.#rows.push({ row, values, place: this.#step * this.#count++ });
    }
    if (this.#rows.length > 2 * this.#shown) this.#cut();
    return [];
  }

  end(): readonly Row[] {
    this.#cut();
    return this.#rows.map(({ row }) => row);
  }

  omitted(): number {
    return this.#count - this.#rows.length;
  }

  #cut(): void {
    this.#rows = this.#rows.sort((a, b) => this.#order(a, b)).slice(0, this.#shown);
  }

  #order(a: Sorted, b: Sorted): number {
    for (const [at, { direction }] of this.#keys.entries()) {
      const difference = compare(a.values[at], b.values[at]);
      if (difference !== 0) return difference * direction;
    }
    return a.place - b.place;
  }
}
