import { malformedQuery } from "../malformed-query.ts";
import type { Expression, Parser } from "../parser.ts";
import { Row } from "../row.ts";
import type { Command } from "../table.ts";
import { asNumber, asString, compare, isPresent, type Value } from "../values.ts";

/** Reduces the rows of a group to one value. */
type Aggregate = (rows: Row[]) => Value;

/** `stats count(*) as runs, avg(ms) by bin(5m), bookingId`: one row for each group. */
export function stats(parser: Parser): Command {
  const aggregated = parser.list(() => parser.named(() => aggregate(parser)));
  const keys = parser.take("by") ? parser.list(() => parser.column()) : [];
  return (table) => ({
    columns: [...keys, ...aggregated].map(({ name }) => name),
    sorted: false,
    rows: groups(table.rows, keys).map(({ values, rows }) => {
      const cells = new Map<string, Value>();
      keys.forEach(({ name }, index) => void cells.set(name, values[index]));
      for (const { name, result } of aggregated) cells.set(name, result(rows));
      return Row.ofGroup(cells);
    }),
  });
}

interface Group {
  values: Value[];
  rows: Row[];
}

function groups(rows: Row[], keys: Array<{ value: Expression }>): Group[] {
  // Without "by" there is one group, even if it has no rows.
  if (keys.length === 0) return [{ values: [], rows }];
  const found = new Map<string, Group>();
  for (const row of rows) {
    const values = keys.map(({ value }) => value(row));
    const key = JSON.stringify(values.map((value) => value ?? null));
    const group = found.get(key);
    if (group) group.rows.push(row);
    else found.set(key, { values, rows: [row] });
  }
  return [...found.values()];
}

function aggregate(parser: Parser): Aggregate {
  const name = parser.expectKind("name", "a function such as count");
  parser.expect("(");
  const function_ = name.text.toLowerCase();
  if (function_ === "count" && (parser.take("*") || parser.peek.text === ")")) {
    parser.expect(")");
    return (rows) => rows.length;
  }
  const value = parser.expression();
  const of = (rows: Row[]) => rows.map(value).filter(isPresent);
  if (function_ === "pct" || function_ === "percentile") {
    parser.expect(",");
    const percent = Number(parser.expectKind("number", "a percentage").text);
    parser.expect(")");
    return (rows) => percentile(numbers(of(rows)), percent);
  }
  parser.expect(")");
  const known = Object.hasOwn(aggregates, function_) ? aggregates[function_] : undefined;
  if (!known) throw malformedQuery(`unknown aggregate ${name.text}`, name.at, name.text.length);
  return (rows) => known(of(function_ === "earliest" || function_ === "latest" ? byTime(rows) : rows));
}

const aggregates: Record<string, (values: Value[]) => Value> = {
  count: (values) => values.length,
  count_distinct: (values) => new Set(values.map(asString)).size,
  sum: (values) => sum(numbers(values)),
  avg: (values) => mean(numbers(values)),
  min: (values) => [...values].sort(compare)[0],
  max: (values) => [...values].sort(compare).at(-1),
  stddev: (values) => deviation(numbers(values)),
  earliest: (values) => values[0],
  latest: (values) => values.at(-1),
};

function numbers(values: Value[]): number[] {
  return values.map(asNumber).filter((value) => value !== undefined);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: number[]): Value {
  return values.length === 0 ? undefined : sum(values) / values.length;
}

function deviation(values: number[]): Value {
  const middle = mean(values);
  return typeof middle === "number"
    ? Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / values.length)
    : undefined;
}

function percentile(values: number[], percent: number): Value {
  const sorted = values.sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

function byTime(rows: Row[]): Row[] {
  return [...rows].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
}
