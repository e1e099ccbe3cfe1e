import { describe, expect, test } from "vitest";
import { conditionOf, type MissingDataTreatment } from "./condition.ts";
import { decide } from "./decide.ts";

/**
 * Data points in the notation of "Configuring how CloudWatch alarms treat missing data": oldest first,
 * 0 is not breaching, X is breaching, - is missing.
 */
type Row = [points: string, states: Record<MissingDataTreatment, string>];

const stay = "keeps its state";

const threeOfThree: Row[] = [
  ["0 - X - X", { missing: "OK", ignore: "OK", breaching: "OK", notBreaching: "OK" }],
  ["0 - - - -", { missing: "OK", ignore: "OK", breaching: "OK", notBreaching: "OK" }],
  ["- - - - -", { missing: "INSUFFICIENT_DATA", ignore: stay, breaching: "ALARM", notBreaching: "OK" }],
  ["0 X X - X", { missing: "ALARM", ignore: "ALARM", breaching: "ALARM", notBreaching: "ALARM" }],
  ["- - X - -", { missing: "ALARM", ignore: stay, breaching: "ALARM", notBreaching: "OK" }],
];

const twoOfThree: Row[] = [
  ["0 - X - X", { missing: "ALARM", ignore: "ALARM", breaching: "ALARM", notBreaching: "ALARM" }],
  ["0 0 X 0 X", { missing: "ALARM", ignore: "ALARM", breaching: "ALARM", notBreaching: "ALARM" }],
  ["0 - X - -", { missing: "OK", ignore: "OK", breaching: "ALARM", notBreaching: "OK" }],
  ["- - - - 0", { missing: "OK", ignore: "OK", breaching: "ALARM", notBreaching: "OK" }],
  ["- - - X -", { missing: "ALARM", ignore: stay, breaching: "ALARM", notBreaching: "OK" }],
];

function stateFor(row: string, datapointsToAlarm: number, treatMissingData: MissingDataTreatment): string {
  const condition = conditionOf({
    Namespace: "Test",
    MetricName: "Errors",
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 3,
    DatapointsToAlarm: datapointsToAlarm,
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    TreatMissingData: treatMissingData,
  });
  const points = row.split(" ").map((point) => (point === "X" ? 1 : point === "0" ? 0 : undefined));
  const values = new Map(points.flatMap((value, time) => (value === undefined ? [] : [[time, value]])));
  return decide(condition, [...points.keys()], values).state ?? stay;
}

describe.each([
  [3, threeOfThree],
  [2, twoOfThree],
] as const)("an alarm on %i of 3 data points", (datapointsToAlarm, rows) => {
  test.each(rows)("%s", (row, states) => {
    const found = Object.fromEntries(
      Object.keys(states).map((treatment) => [
        treatment,
        stateFor(row, datapointsToAlarm, treatment as MissingDataTreatment),
      ]),
    );

    expect(found).toEqual(states);
  });
});
