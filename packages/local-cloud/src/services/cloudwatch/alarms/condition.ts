import type { ComparisonOperator } from "@aws-sdk/client-cloudwatch";
import { integer, invalidCombination, oneOf, required, validationError } from "../errors.ts";
import { commonPeriod, parseQueries, periodMs, type Query } from "../math/queries.ts";
import { metricOf } from "../metrics/metric.ts";
import { plainStatistics, statistic } from "../metrics/statistic.ts";
import type { AlarmConfiguration } from "./alarm.ts";

const missingDataTreatments = ["breaching", "notBreaching", "ignore", "missing"] as const;
export type MissingDataTreatment = (typeof missingDataTreatments)[number];

/** How each operator compares, and its wording in a state reason. */
export const comparisons = {
  GreaterThanThreshold: { breaches: (value: number, limit: number) => value > limit, words: "greater than" },
  GreaterThanOrEqualToThreshold: {
    breaches: (value: number, limit: number) => value >= limit,
    words: "greater than or equal to",
  },
  LessThanThreshold: { breaches: (value: number, limit: number) => value < limit, words: "less than" },
  LessThanOrEqualToThreshold: {
    breaches: (value: number, limit: number) => value <= limit,
    words: "less than or equal to",
  },
} satisfies Partial<Record<ComparisonOperator, object>>;

/** An alarm's validated configuration, with defaults filled in. */
export interface Condition {
  queries: Query[];
  /** The query whose values are compared with the threshold. */
  watched: Query;
  /** Milliseconds. */
  period: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  comparison: keyof typeof comparisons;
  threshold: number;
  treatMissingData: MissingDataTreatment;
}

/**
 * How often an alarm is evaluated, in milliseconds: each minute, and one with a shorter period every ten seconds ("Alarm
 * evaluation").
 */
export function intervalOf({ period }: Condition): number {
  return period < 60_000 ? 10_000 : 60_000;
}

/** @throws AwsError for a configuration that PutMetricAlarm rejects */
export function conditionOf(configuration: AlarmConfiguration): Condition {
  refuseUnsupported(configuration);
  const queries = queriesOf(configuration);
  const evaluationPeriods = integer(
    required(configuration.EvaluationPeriods, "EvaluationPeriods"),
    [1, 10_080],
    "evaluationPeriods",
  );
  const datapointsToAlarm = integer(
    configuration.DatapointsToAlarm ?? evaluationPeriods,
    [1, 10_080],
    "datapointsToAlarm",
  );
  if (datapointsToAlarm > evaluationPeriods) {
    throw validationError("DatapointsToAlarm must be less than or equal to EvaluationPeriods.");
  }
  const period = commonPeriod(queries);
  refuseTooShort(period / 1000);
  refuseTooLong((evaluationPeriods * period) / 1000, period / 1000);
  return {
    queries,
    watched: queries.find(({ returnData }) => returnData)!,
    period,
    evaluationPeriods,
    datapointsToAlarm,
    comparison: comparisonOf(configuration),
    threshold: required(configuration.Threshold, "Threshold"),
    treatMissingData: oneOf(configuration.TreatMissingData, missingDataTreatments, "treatMissingData") ?? "missing",
  };
}

function comparisonOf({ ComparisonOperator: given }: AlarmConfiguration): Condition["comparison"] {
  const names = Object.keys(comparisons) as Condition["comparison"][];
  return oneOf(required(given, "ComparisonOperator"), names, "comparisonOperator")!;
}

function queriesOf(configuration: AlarmConfiguration): Query[] {
  const { MetricName, Metrics } = configuration;
  if (Metrics === undefined || Metrics.length === 0) return [singleMetric(configuration)];
  if (MetricName !== undefined || configuration.Period !== undefined || configuration.Statistic !== undefined) {
    throw invalidCombination("MetricName, Period and Statistic must not be given together with Metrics.");
  }
  const queries = parseQueries(Metrics);
  if (queries.filter(({ returnData }) => returnData).length !== 1) {
    throw validationError("Exactly one element of the metrics list should return data.");
  }
  const periods = queries.flatMap(({ source }) => (source.kind === "metric" ? [source.of.period] : []));
  if (new Set(periods).size > 1) throw validationError("Metrics list must have the same Period for every metric.");
  return queries;
}

function singleMetric(configuration: AlarmConfiguration): Query {
  const metric = metricOf(configuration);
  const { Statistic, ExtendedStatistic, Unit } = configuration;
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    throw invalidCombination("Exactly one of Statistic and ExtendedStatistic must be given.");
  }
  const stat = oneOf(Statistic, plainStatistics, "statistic") ?? required(ExtendedStatistic, "ExtendedStatistic");
  statistic(stat);
  const period = periodMs(required(configuration.Period, "Period"));
  return {
    id: "m1",
    label: metric.name,
    returnData: true,
    source: { kind: "metric", of: { metric, period, stat, ...(Unit !== undefined && { unit: Unit }) } },
  };
}

/** Alarms have no periods of 1 and 5 seconds ("PutMetricAlarm"). */
function refuseTooShort(seconds: number): void {
  if (seconds >= 10) return;
  throw validationError(
    `The value ${seconds} for parameter Period is invalid. Valid values are 10, 20, 30, and any multiple of 60.`,
  );
}

/** Limits from "Amazon CloudWatch service quotas", Alarm evaluation period. Both parameters are in seconds. */
function refuseTooLong(seconds: number, period: number): void {
  if (period < 3600 && seconds > 86_400) {
    throw validationError(
      "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).",
    );
  }
  if (seconds > 604_800) {
    throw validationError(
      "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800).",
    );
  }
}

const unsupported = [
  "ThresholdMetricId",
  "EvaluationWindow",
  "WarmUpConfiguration",
  "EvaluationCriteria",
  "EvaluationInterval",
  "ActionConfiguration",
] as const;

function refuseUnsupported(configuration: AlarmConfiguration): void {
  const given = unsupported.find((name) => configuration[name] !== undefined);
  if (given) throw validationError(`The local cloud does not support ${given} in alarms.`);
}
