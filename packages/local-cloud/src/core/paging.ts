/** How one API writes its pagination tokens, and how it refuses a token that it did not write. */
export interface TokenFormat<Member extends string> {
  /** The member of the answer that holds the next page's token, e.g. "NextToken". */
  member: Member;
  /** "utf8" for a token that can be read as it is. */
  encoding: "base64" | "base64url" | "utf8";
  /** The start of every token, before it is encoded. */
  prefix?: string;
  /** The API's error for an invalid token. */
  invalid(token: string): Error;
}

/** How a token marks the place between two pages. */
export interface PagePlace<T> {
  /** Marks the place before `items[next]`. */
  write(items: readonly T[], next: number): string;
  /** The index at which the page after that place starts; undefined if there is no such place. */
  read(items: readonly T[], place: string): number | undefined;
}

/** The token is the index of the next item: for lists that grow at their end. */
export const byIndex: PagePlace<unknown> = {
  write: (_items, next) => String(next),
  read: (_items, place) => (Number.isInteger(Number(place)) && Number(place) >= 0 ? Number(place) : undefined),
};

/** The token is the last item's key, in a list sorted by that key: items may be added and removed between two calls. */
export function afterKey<T>(keyOf: (item: T) => string): PagePlace<T> {
  return {
    write: (items, next) => keyOf(items[next - 1]!),
    read(items, place) {
      const next = items.findIndex((item) => keyOf(item) > place);
      return next < 0 ? items.length : next;
    },
  };
}

/** The token is the last item's key, in a list in any order: the item must still exist. */
export function afterItem<T>(keyOf: (item: T) => string): PagePlace<T> {
  return {
    write: (items, next) => keyOf(items[next - 1]!),
    read(items, place) {
      const last = items.findIndex((item) => keyOf(item) === place);
      return last < 0 ? undefined : last + 1;
    },
  };
}

/** A page of `items`, and the token of the next one if there is one. */
export type Page<T, Member extends string> = { items: T[] } & { [M in Member]?: string };

/**
 * The page that `token` names, or the first one without a token.
 *
 * @throws the format's error for an invalid token
 */
export function pageOf<T, Member extends string>(
  format: TokenFormat<Member>,
  items: readonly T[],
  { size, token, place = byIndex }: { size: number; token?: string | undefined; place?: PagePlace<T> },
): Page<T, Member> {
  const start = token === undefined ? 0 : startOf(format, items, place, token);
  const end = start + size;
  const next = end < items.length ? { [format.member]: encode(format, place.write(items, end)) } : {};
  return { items: items.slice(start, end), ...next } as Page<T, Member>;
}

function startOf<T>(format: TokenFormat<string>, items: readonly T[], place: PagePlace<T>, token: string): number {
  const { prefix = "", encoding } = format;
  const text = Buffer.from(token, encoding).toString();
  const start = text.startsWith(prefix) ? place.read(items, text.slice(prefix.length)) : undefined;
  if (start === undefined) throw format.invalid(token);
  return start;
}

function encode({ encoding, prefix = "" }: TokenFormat<string>, place: string): string {
  return Buffer.from(prefix + place).toString(encoding);
}
