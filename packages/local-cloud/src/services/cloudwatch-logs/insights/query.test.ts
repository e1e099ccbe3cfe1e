import { expect, test } from "vitest";
import { compileQuery } from "./query.ts";
import { Row } from "./row.ts";

/** The rows of 30,000 log events, in the order that the query asks for, and what it answers. */
function run(queryString: string) {
  const query = compileQuery(queryString);
  const running = query.start();
  const numbers = Array.from({ length: 30_000 }, (_, at) => at);
  if (query.order === "latest first") numbers.reverse();
  for (let at = 0; at < numbers.length; at += 1000) running.push(numbers.slice(at, at + 1000).map(rowOf));
  const { rows, matched } = running.end();
  return { matched, numbers: rows.map((row) => row.get("n")) };
}

function rowOf(number: number): Row {
  const sequence = String(number).padStart(15, "0");
  const place = { timestamp: number, rank: 0, sequence, key: sequence, ingestionTime: 0 };
  // A permutation of the numbers, so that sorting has something to do.
  const message = JSON.stringify({ n: number, shuffled: (number * 7919) % 30_000, even: number % 2 === 0 });
  return Row.ofEvent({ ...place, group: "g", stream: "s", message }, "g");
}

const latest = (count: number) => Array.from({ length: count }, (_, at) => 29_999 - at);

test("without a limit it answers the latest 10,000 events, and tells how many there are", () => {
  expect(run("fields n")).toEqual({ matched: 30_000, numbers: latest(10_000) });
});

test("sorting keeps only what can be shown, and tells how many rows there are", () => {
  const { matched, numbers } = run("sort shuffled | fields n");

  expect(matched).toBe(30_000);
  expect(numbers).toHaveLength(10_000);
  expect(numbers.map((number) => ((number as number) * 7919) % 30_000)).toEqual([...latest(10_000).keys()]);
});

test("a limit after sorting is what can be shown", () => {
  expect(run("sort n desc | fields n | limit 3")).toEqual({ matched: 3, numbers: [29_999, 29_998, 29_997] });
});

test("what is filtered after sorting is taken from all rows", () => {
  expect(run("sort n | filter n >= 29998")).toEqual({ matched: 2, numbers: [29_998, 29_999] });
});

test("equal rows stay in chronological order, or in the reverse order if the first key is descending", () => {
  expect(run("sort even | limit 2").numbers).toEqual([1, 3]);
  expect(run("sort even desc | limit 2").numbers).toEqual([29_998, 29_996]);
});

test("commands after a limit see the latest events, the latest first", () => {
  expect(run("limit 4 | filter even = 1 or even = 'true'").numbers).toEqual([29_998, 29_996]);
  expect(run("limit 4 | sort even").numbers).toEqual([29_999, 29_997, 29_998, 29_996]);
});
