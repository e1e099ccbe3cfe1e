import { type Condition, comparisons } from "./condition.ts";
import type { Decision } from "./decide.ts";

const treatments = { breaching: "Breaching", notBreaching: "NonBreaching", ignore: "Ignore", missing: "Missing" };

/** The StateReason of an alarm's new state, in CloudWatch's wording. */
export function reasonFor(condition: Condition, { state, points, filled }: Decision): string {
  const { evaluationPeriods, datapointsToAlarm, threshold, comparison, treatMissingData } = condition;
  if (state === "INSUFFICIENT_DATA") {
    return `Insufficient Data: ${plural(evaluationPeriods, "datapoint")} ${filled === 1 ? "was" : "were"} unknown.`;
  }
  if (points.length === 0) {
    return (
      `Threshold Crossed: no datapoints were received for ${plural(evaluationPeriods, "period")} and ` +
      `${plural(filled, "missing datapoint")} ${filled === 1 ? "was" : "were"} treated as [${treatments[treatMissingData]}].`
    );
  }
  const toAlarm = state === "ALARM";
  const matching = points.filter(({ value }) => comparisons[comparison].breaches(value, threshold) === toAlarm);
  const needed = toAlarm ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  const listed = matching.map(({ time, value }) => `${decimal(value)} (${shortTime(time)})`).join(", ");
  return (
    `Threshold Crossed: ${matching.length} out of the last ${evaluationPeriods} datapoints [${listed}] ` +
    `${matching.length === 1 ? "was" : "were"} ${toAlarm ? "" : "not "}${comparisons[comparison].words} ` +
    `the threshold (${decimal(threshold)}) (minimum ${plural(needed, "datapoint")} for ` +
    `${toAlarm ? "OK -> ALARM" : "ALARM -> OK"} transition).`
  );
}

/** The same as JSON (StateReasonData). @param now milliseconds since 1970 */
export function reasonDataFor(condition: Condition, { points }: Decision, now: number): string {
  const { watched, period, threshold } = condition;
  return JSON.stringify({
    version: "1.0",
    queryDate: longTime(now),
    ...(points.length > 0 && { startDate: longTime(points[points.length - 1]!.time) }),
    ...(watched.source.kind === "metric" && { statistic: watched.source.of.stat }),
    period: period / 1000,
    recentDatapoints: points.map(({ value }) => value).reverse(),
    threshold,
    evaluatedDatapoints: points.map(({ time, value }) => ({ timestamp: longTime(time), value })),
  });
}

/** 2026-01-01T12:00:00.000+0000 */
export function longTime(at: number): string {
  return new Date(at).toISOString().replace("Z", "+0000");
}

/** 01/01/26 12:00:00, day first, as CloudWatch formats it. */
function shortTime(at: number): string {
  const [date, time] = new Date(at).toISOString().split("T") as [string, string];
  const [year, month, day] = date.split("-") as [string, string, string];
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

function decimal(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
