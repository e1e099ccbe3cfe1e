import type { Expression, Parser } from "../parser.ts";
import type { Row } from "../row.ts";
import type { Command } from "../table.ts";
import { compare } from "../values.ts";

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
  return (table) => {
    // Equal rows stay in chronological order, or in the reverse order if the first key is descending.
    const rows = keys[0]!.direction < 0 ? [...table.rows].reverse() : [...table.rows];
    return { ...table, sorted: true, rows: rows.sort((a, b) => order(keys, a, b)) };
  };
}

function order(keys: Key[], a: Row, b: Row): number {
  for (const { value, direction } of keys) {
    const difference = compare(value(a), value(b));
    if (difference !== 0) return difference * direction;
  }
  return 0;
}
