/** A metric's values by the start time of their period, in milliseconds since 1970. */
export type TimeSeries = ReadonlyMap<number, number>;

/** The result of a metric math expression ("Using math expressions with CloudWatch metrics"). */
export type Value = number | TimeSeries | readonly TimeSeries[];

export function isSeries(value: Value): value is TimeSeries {
  return value instanceof Map;
}

/** What an expression is evaluated with. */
export interface Scope {
  /** Start times of the periods to compute, in milliseconds since 1970. */
  times: readonly number[];
  /** Milliseconds. */
  period: number;
  /** The result of another query of the request. */
  value(id: string): Value;
  /** All metrics of the request; with `part`, those whose id contains it. */
  metrics(part?: string): readonly TimeSeries[];
}
