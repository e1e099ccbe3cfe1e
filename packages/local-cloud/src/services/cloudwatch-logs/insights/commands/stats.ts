import { malformedQuery } from "../malformed-query.ts";
import type { Expression, Parser } from "../parser.ts";
import { Row } from "../row.ts";
import type { Command } from "../table.ts";
import { asNumber, asString, compare, isPresent, type Value } from "../values.ts";

/** Takes the rows of a group one by one. */
interface Total {
  add(row: Row): void;
  result(): Value;
}

/** `stats count(*) as runs, avg(ms) by bin(5m), bookingId`: one row for each group. */
export function stats(parser: Parser): Command {
  const aggregated = parser.list(() => parser.named(() => aggregate(parser)));
  const keys = parser.take("by") ? parser.list(() => parser.column()) : [];
  const names = [...keys, ...aggregated].map(({ name }) => name);
  return {
    order: "chronological",
    columns: () => names,
    start() {
      const groups = new Groups(
        keys.map(({ value }) => value),
        () => aggregated.map(({ result }) => result()),
      );
      return {
        push(rows) {
          for (const row of rows) groups.add(row);
          return [];
        },
        end: () =>
          groups.all().map(({ values, totals }) => {
            const cells = [...values, ...totals.map((total) => total.result())];
            return Row.ofGroup(new Map(names.map((name, index) => [name, cells[index]])));
          }),
      };
    },
  };
}

interface Group {
  values: Value[];
  totals: Total[];
}

class Groups {
  readonly #keys: readonly Expression[];
  readonly #totals: () => Total[];
  readonly #groups = new Map<string, Group>();

  constructor(keys: readonly Expression[], totals: () => Total[]) {
    this.#keys = keys;
    this.#totals = totals;
    // Without "by" there is one group, even if it has no rows.
    if (keys.length === 0) this.#groups.set("[]", { values: [], totals: totals() });
  }

  add(row: Row): void {
    const values = this.#keys.map((value) => value(row));
    const key = JSON.stringify(values.map((value) => value ?? null));
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = { values, totals: this.#totals() }));
    for (const total of group.totals) total.add(row);
  }

  all(): Group[] {
    return [...this.#groups.values()];
  }
}

function aggregate(parser: Parser): () => Total {
  const name = parser.expectKind("name", "a function such as count");
  parser.expect("(");
  const function_ = name.text.toLowerCase();
  if (function_ === "count" && (parser.take("*") || parser.peek.text === ")")) {
    parser.expect(")");
    return () => counted(() => true);
  }
  const value = parser.expression();
  if (function_ === "pct" || function_ === "percentile") {
    parser.expect(",");
    const percent = Number(parser.expectKind("number", "a percentage").text);
    parser.expect(")");
    return () => collected(value, (numbers) => percentile(numbers, percent));
  }
  parser.expect(")");
  const known = Object.hasOwn(aggregates, function_) ? aggregates[function_] : undefined;
  if (!known) throw malformedQuery(`unknown aggregate ${name.text}`, name.at, name.text.length);
  return () => known(value);
}

const aggregates: Record<string, (value: Expression) => Total> = {
  count: (value) => counted((row) => isPresent(value(row))),
  count_distinct: (value) => distinct(value),
  sum: (value) => summed(value, (sum) => sum),
  avg: (value) => summed(value, (sum, count) => (count === 0 ? undefined : sum / count)),
  min: (value) => chosen(value, (one, best) => compare(one.value, best.value) < 0),
  max: (value) => chosen(value, (one, best) => compare(one.value, best.value) >= 0),
  stddev: (value) => collected(value, deviation),
  earliest: (value) => chosen(value, (one, best) => one.row.sortKey < best.row.sortKey),
  latest: (value) => chosen(value, (one, best) => one.row.sortKey >= best.row.sortKey),
};

function counted(counts: (row: Row) => boolean): Total {
  let count = 0;
  return {
    add: (row) => {
      if (counts(row)) count++;
    },
    result: () => count,
  };
}

function distinct(value: Expression): Total {
  const found = new Set<string>();
  return {
    add(row) {
      const given = value(row);
      if (isPresent(given)) found.add(asString(given));
    },
    result: () => found.size,
  };
}

function summed(value: Expression, result: (sum: number, count: number) => Value): Total {
  let [sum, count] = [0, 0];
  return {
    add(row) {
      const number = asNumber(value(row));
      if (number === undefined) return;
      sum += number;
      count++;
    },
    result: () => result(sum, count),
  };
}

/** Needs all numbers, which take eight bytes each. */
function collected(value: Expression, result: (numbers: number[]) => Value): Total {
  const numbers: number[] = [];
  return {
    add(row) {
      const number = asNumber(value(row));
      if (number !== undefined) numbers.push(number);
    },
    result: () => result(numbers),
  };
}

interface Candidate {
  value: Value;
  row: Row;
}

/** The best of the present values. */
function chosen(value: Expression, isBetter: (one: Candidate, best: Candidate) => boolean): Total {
  let best: Candidate | undefined;
  return {
    add(row) {
      const one = { value: value(row), row };
      if (isPresent(one.value) && (!best || isBetter(one, best))) best = one;
    },
    result: () => best?.value,
  };
}

function deviation(values: number[]): Value {
  if (values.length === 0) return undefined;
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
}

function percentile(values: number[], percent: number): Value {
  const sorted = values.sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}
