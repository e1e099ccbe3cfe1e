import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { ExpressionError, parseExpression } from "./parse.ts";
import { isSeries, type Scope, type TimeSeries, type Value } from "./value.ts";

/** Metrics over three periods; m2 has a gap in the middle. */
const metrics: Record<string, TimeSeries> = {
  m1: new Map([
    [0, 1],
    [60, 2],
    [120, 6],
  ]),
  m2: new Map([
    [0, 10],
    [120, 0],
  ]),
};

const scope: Scope = {
  times: [0, 60, 120],
  period: 60_000,
  value: (id) => metrics[id] ?? fail(id),
  metrics: (part) => Object.entries(metrics).flatMap(([id, series]) => (id.includes(part ?? "") ? [series] : [])),
};

function fail(id: string): never {
  throw new ExpressionError(`There is no query with the id ${id}.`);
}

function run(expression: string): unknown {
  const plain = (value: Value): unknown =>
    typeof value === "number"
      ? value
      : isSeries(value)
        ? [...value].sort(([one], [other]) => one - other)
        : value.map(plain);
  return plain(evaluate(parseExpression(expression), scope));
}

const cases: [expression: string, result: unknown][] = [
  ["1 + 2 * 3", 7],
  ["(1 + 2) * 3", 9],
  ["10 - 4 - 3", 3],
  ["2 * -3", -6],
  [
    "m1 * 100",
    [
      [0, 100],
      [60, 200],
      [120, 600],
    ],
  ],
  [
    "m1 + m2",
    [
      [0, 11],
      [120, 6],
    ],
  ],
  [
    "RUNNING_SUM(m1 - FILL(m2, 0))",
    [
      [0, -9],
      [60, -7],
      [120, -1],
    ],
  ],
  ["m1 / m2", [[0, 0.1]]],
  [
    "m1 / (m1 + m2) * 100",
    [
      [0, 100 / 11],
      [120, 100],
    ],
  ],
  [
    "FILL(m2, 0)",
    [
      [0, 10],
      [60, 0],
      [120, 0],
    ],
  ],
  [
    "FILL(m2, REPEAT)",
    [
      [0, 10],
      [60, 10],
      [120, 0],
    ],
  ],
  [
    "m1 + FILL(m2, 0)",
    [
      [0, 11],
      [60, 2],
      [120, 6],
    ],
  ],
  [
    "SUM(METRICS())",
    [
      [0, 11],
      [60, 2],
      [120, 6],
    ],
  ],
  [
    'SUM(METRICS("m1"))',
    [
      [0, 1],
      [60, 2],
      [120, 6],
    ],
  ],
  ["SUM(m1)", 9],
  [
    "AVG([m1, m2])",
    [
      [0, 5.5],
      [60, 2],
      [120, 3],
    ],
  ],
  [
    "MAX(METRICS()) - MIN(METRICS())",
    [
      [0, 9],
      [60, 0],
      [120, 6],
    ],
  ],
  [
    "m1 > 1",
    [
      [0, 0],
      [60, 1],
      [120, 1],
    ],
  ],
  [
    "IF(m1 > 1, m1, 0)",
    [
      [0, 0],
      [60, 2],
      [120, 6],
    ],
  ],
  ["IF(m1 > 1 AND m1 < 5, 1)", [[60, 1]]],
  [
    "IF(m1 == 1 OR m1 == 6, 1, 0)",
    [
      [0, 1],
      [60, 0],
      [120, 1],
    ],
  ],
  [
    "m1 / PERIOD(m1)",
    [
      [0, 1 / 60],
      [60, 2 / 60],
      [120, 0.1],
    ],
  ],
  [
    "CEIL(m1 / 4)",
    [
      [0, 1],
      [60, 1],
      [120, 2],
    ],
  ],
];

test.each(cases)("%s", (expression, result) => {
  expect(run(expression)).toEqual(result);
});

describe("an invalid expression is refused", () => {
  test.each([
    ["m1 +", "Unexpected end of expression."],
    ["m1 m2", "Unexpected 'm2'."],
    ["(m1", "')' expected."],
    ["m1 % 2", "Unsupported character '%'."],
    ["m9", "There is no query with the id m9."],
    ["ANOMALY_DETECTION_BAND(m1)", "The local cloud does not support the function ANOMALY_DETECTION_BAND."],
    ["FILL(m1)", "FILL is missing an argument."],
  ])("%s", (expression, message) => {
    expect(() => run(expression)).toThrow(message);
  });
});
