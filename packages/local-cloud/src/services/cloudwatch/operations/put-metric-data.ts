import type { MetricDatum, PutMetricDataInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { invalidCombination, invalidValue, required } from "../errors.ts";
import { type Aggregate, aggregateOf, aggregateOfSet, combine } from "../metrics/aggregate.ts";
import { type MetricId, metricOf } from "../metrics/metric.ts";
import type { CloudWatchState } from "../state.ts";

const maxData = 1000;
const hourMs = 60 * 60 * 1000;

interface Accepted {
  metric: MetricId;
  unit: string;
  at: number;
  aggregate: Aggregate;
  /** Milliseconds. */
  resolution: number;
}

export function putMetricData(monitoring: CloudWatchState): Operation<Wire<PutMetricDataInput>, object> {
  return (input, { account, authorize }) => {
    const namespace = namespaceOf(input.Namespace);
    authorize({
      action: "cloudwatch:PutMetricData",
      resource: "*",
      conditions: { "cloudwatch:namespace": namespace },
    });
    const data = [
      ...(input.MetricData ?? []),
      ...(input.EntityMetricData ?? []).flatMap(({ MetricData }) => MetricData ?? []),
    ];
    if (data.length === 0) required(undefined, "MetricData");
    if (data.length > maxData) {
      throw invalidValue(`The collection MetricData must not have a size greater than ${maxData}.`);
    }
    // All or nothing: an invalid datum must not leave earlier ones recorded.
    const accepted = data.map((datum, index) => accept(namespace, datum, index + 1, account.clock.now()));
    for (const { metric, unit, at, aggregate, resolution } of accepted) {
      monitoring.add(metric, unit, at, aggregate, resolution);
    }
    return {};
  };
}

function namespaceOf(given: string | undefined): string {
  const namespace = required(given, "Namespace");
  if (namespace.startsWith("AWS/") || namespace.startsWith(":") || namespace.length > 255) {
    throw invalidValue(`The value ${namespace} for parameter Namespace is invalid.`);
  }
  return namespace;
}

function accept(namespace: string, datum: Wire<MetricDatum>, number: number, now: number): Accepted {
  const name = `MetricData.member.${number}`;
  const at = datum.Timestamp === undefined ? now : datum.Timestamp * 1000;
  if (at > now + 2 * hourMs || at < now - 14 * 24 * hourMs) {
    throw invalidValue(
      `The parameter ${name}.Timestamp must specify a time within the past two weeks and no more than two hours in the future.`,
    );
  }
  return {
    metric: metricOf({ ...datum, Namespace: namespace }),
    unit: datum.Unit ?? "None",
    at,
    aggregate: aggregateOfDatum(datum, name),
    resolution: resolutionOf(datum.StorageResolution ?? 60, name),
  };
}

/** High resolution is that of a second, standard resolution that of a minute ("PutMetricData"). */
function resolutionOf(seconds: number, name: string): number {
  if (seconds === 1 || seconds === 60) return seconds * 1000;
  throw invalidValue(`The value ${seconds} for parameter ${name}.StorageResolution is invalid.`);
}

function aggregateOfDatum(datum: Wire<MetricDatum>, name: string): Aggregate {
  const given = [datum.Value, datum.Values, datum.StatisticValues].filter((part) => part !== undefined);
  if (given.length === 0) {
    required(undefined, `${name}.Value`);
  }
  if (given.length > 1) {
    throw invalidCombination(
      `The parameters ${name}.Value, ${name}.Values and ${name}.StatisticValues are mutually exclusive and you have specified more than one.`,
    );
  }
  if (datum.Value !== undefined) return aggregateOf(finite(datum.Value, `${name}.Value`));
  if (datum.Values !== undefined) return aggregateOfValues(datum.Values, datum.Counts, name);
  const set = datum.StatisticValues!;
  return aggregateOfSet({
    count: positive(
      required(set.SampleCount, `${name}.StatisticValues.SampleCount`),
      `${name}.StatisticValues.SampleCount`,
    ),
    sum: finite(required(set.Sum, `${name}.StatisticValues.Sum`), name),
    min: finite(required(set.Minimum, `${name}.StatisticValues.Minimum`), name),
    max: finite(required(set.Maximum, `${name}.StatisticValues.Maximum`), name),
  });
}

function aggregateOfValues(values: readonly number[], counts: readonly number[] | undefined, name: string): Aggregate {
  if (values.length === 0 || values.length > 150) {
    throw invalidValue(`The collection ${name}.Values must have between 1 and 150 members.`);
  }
  if (counts && counts.length !== values.length) {
    throw invalidCombination(`The parameters ${name}.Values and ${name}.Counts must be of the same size.`);
  }
  return values
    .map((value, index) =>
      aggregateOf(finite(value, `${name}.Values`), positive(counts?.[index] ?? 1, `${name}.Counts`)),
    )
    .reduce((one, other) => combine(one, other));
}

/** CloudWatch answers InvalidParameterValue to a sample count of zero, as users of several metrics libraries have found. */
function positive(value: number, name: string): number {
  if (finite(value, name) > 0) return value;
  throw invalidValue(`The value ${value} for parameter ${name} is invalid.`);
}

function finite(value: number, name: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw invalidValue(`The value ${value} for parameter ${name} is invalid.`);
}
