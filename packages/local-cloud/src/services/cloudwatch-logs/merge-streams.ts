/** Entries of one stream in the order of their keys, to be merged with those of others. */
export interface Source<E> {
  /** Does not come after the first entry, in the order of reading. */
  begins: string;
  open(): AsyncGenerator<E[]>;
}

const portionSize = 500;

/**
 * Merges streams by the keys of their entries. A stream is opened only when its first entry may be next, because a group has
 * far more streams than are written at the same time.
 */
export async function* mergeStreams<E extends { key: string }>(
  sources: ReadonlyArray<Source<E>>,
  reverse: boolean,
): AsyncGenerator<E[]> {
  const isBefore = reverse ? (a: string, b: string) => a > b : (a: string, b: string) => a < b;
  const waiting = [...sources].sort((a, b) => (isBefore(a.begins, b.begins) ? -1 : 1)).reverse();
  const open = new Set<Cursor<E>>();
  let portion: E[] = [];
  try {
    for (;;) {
      let first = firstOf(open, isBefore);
      while (waiting.length > 0 && !(first && isBefore(first.head.key, waiting.at(-1)!.begins))) {
        const cursor = new Cursor(waiting.pop()!.open());
        open.add(cursor);
        if (!(await cursor.advance())) open.delete(cursor);
        first = firstOf(open, isBefore);
      }
      if (!first) break;
      portion.push(first.head);
      if (!first.next() && !(await first.advance())) open.delete(first);
      if (portion.length >= portionSize) {
        yield portion;
        portion = [];
      }
    }
    if (portion.length > 0) yield portion;
  } finally {
    for (const cursor of open) await cursor.close();
  }
}

function firstOf<E extends { key: string }>(
  cursors: Iterable<Cursor<E>>,
  isBefore: (a: string, b: string) => boolean,
): Cursor<E> | undefined {
  let first: Cursor<E> | undefined;
  for (const cursor of cursors) if (!first || isBefore(cursor.head.key, first.head.key)) first = cursor;
  return first;
}

/** The place of the reader in one stream. */
class Cursor<E> {
  readonly #portions: AsyncGenerator<E[]>;
  #portion: E[] = [];
  #at = 0;

  constructor(portions: AsyncGenerator<E[]>) {
    this.#portions = portions;
  }

  get head(): E {
    return this.#portion[this.#at]!;
  }

  /** Goes to the next entry of the same portion, if there is one. */
  next(): boolean {
    return ++this.#at < this.#portion.length;
  }

  /** Reads the next portion, if there is one. */
  async advance(): Promise<boolean> {
    for (;;) {
      const { value, done } = await this.#portions.next();
      if (done) return false;
      if (value.length === 0) continue;
      [this.#portion, this.#at] = [value, 0];
      return true;
    }
  }

  async close(): Promise<void> {
    await this.#portions.return(undefined);
  }
}
