/** A metric's values over time: by the beginning of the period, in milliseconds. */
export type TimeSeries = ReadonlyMap<number, number>;

/** What a metric math expression can be ("Using math expressions with CloudWatch metrics"). */
export type Value = number | TimeSeries | readonly TimeSeries[];

export function isSeries(value: Value): value is TimeSeries {
  return value instanceof Map;
}

/** The times at which an expression is to have values. */
export interface Scope {
  times: readonly number[];
  period: number;
  /** Another query of the request, by its id. */
  value(id: string): Value;
  /** All metrics of the request; with `part`, those whose id contains it. */
  metrics(part?: string): readonly TimeSeries[];
}
