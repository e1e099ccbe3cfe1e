import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import type { Wire } from "../../../core/service.ts";
import { required, validationError } from "../errors.ts";
import { metricOf } from "../metrics/metric.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import { type MetricStatistic, type Periods, values } from "../metrics/period.ts";
import { statistic } from "../metrics/statistic.ts";
import { asSeries, evaluate } from "./evaluate.ts";
import { type Expression, ExpressionError, parseExpression } from "./parse.ts";
import { isSeries, type Scope, type TimeSeries, type Value } from "./value.ts";

/** How many expressions may be waiting for each other. CloudWatch has a limit, too, but does not publish it. */
const maxReferences = 32;

/** One query of GetMetricData or of an alarm's Metrics, validated. */
export interface Query {
  id: string;
  label: string;
  returnData: boolean;
  source: { kind: "metric"; of: MetricStatistic } | { kind: "expression"; expression: Expression; period?: number };
}

/** @throws AwsError ValidationException for invalid ids, periods, statistics and expressions */
export function parseQueries(inputs: readonly Wire<MetricDataQuery>[]): Query[] {
  const queries = inputs.map(parseQuery);
  const ids = new Set<string>();
  for (const { id } of queries) {
    if (ids.has(id)) throw validationError(`The id ${id} is used by more than one query; each query needs its own id.`);
    ids.add(id);
  }
  return queries;
}

function parseQuery(input: Wire<MetricDataQuery>): Query {
  const id = required(input.Id, "MetricDataQueries.member.Id");
  if (!/^[a-z][A-Za-z0-9_]*$/.test(id)) {
    throw validationError(
      `The value ${id} for parameter Id is invalid. It must start with a lowercase letter and contain only letters, digits and underscores.`,
    );
  }
  if ((input.MetricStat === undefined) === (input.Expression === undefined)) {
    throw validationError(`The query ${id} must have either MetricStat or Expression, but not both.`);
  }
  const returnData = input.ReturnData ?? true;
  if (input.Expression !== undefined) {
    const expression = parseOrReject(id, input.Expression);
    const period = input.Period === undefined ? undefined : periodMs(input.Period);
    return { id, label: input.Label ?? id, returnData, source: { kind: "expression", expression, period } };
  }
  const of = metricStatistic(input.MetricStat!);
  return { id, label: input.Label ?? of.metric.name, returnData, source: { kind: "metric", of } };
}

function metricStatistic(input: NonNullable<Wire<MetricDataQuery>["MetricStat"]>): MetricStatistic {
  const stat = required(input.Stat, "MetricStat.Stat");
  statistic(stat);
  return {
    metric: metricOf(required(input.Metric, "MetricStat.Metric")),
    period: periodMs(required(input.Period, "MetricStat.Period")),
    stat,
    ...(input.Unit !== undefined && { unit: input.Unit }),
  };
}

/** @param seconds 1, 5, 10, 20, 30 or a multiple of 60 ("CloudWatch concepts", Periods) */
export function periodMs(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 60 && seconds % 60 === 0) return seconds * 1000;
  if ([1, 5, 10, 20, 30].includes(seconds)) return seconds * 1000;
  throw validationError(
    `The value ${seconds} for parameter Period is invalid. It must be 1, 5, 10, 20, 30 or a multiple of 60.`,
  );
}

function parseOrReject(id: string, expression: string): Expression {
  try {
    return parseExpression(expression);
  } catch (error) {
    if (error instanceof ExpressionError) throw invalidExpression(id, error);
    throw error;
  }
}

function invalidExpression(id: string, { message }: ExpressionError) {
  return validationError(`Error in expression '${id}': ${message}`);
}

/** The period of a request's expressions, in milliseconds: the longest that any of its queries has. */
export function commonPeriod(queries: readonly Query[]): number {
  const periods = queries.flatMap(({ source }) =>
    source.kind === "metric" ? source.of.period : (source.period ?? []),
  );
  return periods.length > 0 ? Math.max(...periods) : 60_000;
}

/**
 * Evaluates all queries over an empty time range: invalid functions, ids and shapes show without any data.
 *
 * @throws AwsError ValidationException, also if the watched query does not return a single time series
 */
export function checkExpressions(store: MetricStore, queries: readonly Query[], watched: Query): void {
  const run = new QueryRun(store, queries, (period) => ({ times: [], period }));
  for (const query of queries) run.results(query);
  if (run.results(watched).length !== 1) {
    throw validationError(`Error in expression '${watched.id}': it must return a single time series.`);
  }
}

/** Evaluates a request's queries, each at most once. */
export class QueryRun {
  readonly #store: MetricStore;
  readonly #queries: readonly Query[];
  readonly #periodsOf: (period: number) => Periods;
  readonly #values = new Map<string, Value>();
  readonly #pending = new Set<string>();

  /** @param periodsOf returns the periods to compute, given their length in milliseconds */
  constructor(store: MetricStore, queries: readonly Query[], periodsOf: (period: number) => Periods) {
    this.#store = store;
    this.#queries = queries;
    this.#periodsOf = periodsOf;
  }

  /** A query's result: one time series, or several if the expression returns a list. */
  results({ id }: Query): TimeSeries[] {
    const value = this.#value(id);
    if (typeof value === "number") return [asSeries(value, this.#scope(id))];
    return isSeries(value) ? [value] : [...value];
  }

  #value(id: string): Value {
    const known = this.#values.get(id);
    if (known !== undefined) return known;
    const query = this.#queries.find((candidate) => candidate.id === id);
    if (!query) throw new ExpressionError(`There is no query with the id ${id}.`);
    if (this.#pending.has(id)) throw validationError(`The expression '${id}' refers to itself.`);
    if (this.#pending.size === maxReferences) {
      throw validationError(
        `The expression '${id}' is at the end of more than ${maxReferences} that refer to each other.`,
      );
    }
    this.#pending.add(id);
    const value = this.#compute(query);
    this.#pending.delete(id);
    this.#values.set(id, value);
    return value;
  }

  #compute({ id, source }: Query): Value {
    if (source.kind === "metric") return values(this.#store, source.of, this.#periodsOf(source.of.period));
    try {
      return evaluate(source.expression, this.#scope(id));
    } catch (error) {
      if (error instanceof ExpressionError) throw invalidExpression(id, error);
      throw error;
    }
  }

  #scope(id: string): Scope {
    const query = this.#queries.find((candidate) => candidate.id === id)!;
    const own = query.source.kind === "expression" ? query.source.period : query.source.of.period;
    const { times, period } = this.#periodsOf(own ?? commonPeriod(this.#queries));
    return {
      times,
      period,
      value: (other) => this.#value(other),
      metrics: (part) =>
        this.#queries
          .filter((other) => other.source.kind === "metric" && (part === undefined || other.id.includes(part)))
          .map((other) => this.#value(other.id) as TimeSeries),
    };
  }
}
