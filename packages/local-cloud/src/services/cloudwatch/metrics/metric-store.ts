import type { Account, GaugeChange, MetricPoint } from "../../../core/account.ts";
import type { Collection } from "../../../core/store.ts";
import { type Aggregate, addTo, aggregateOf, combine, copyOf } from "./aggregate.ts";
import { fillGaps, type Minute, splitForecast } from "./gauge.ts";
import { type MetricId, metricId, metricKey } from "./metric.ts";
import { keptAt, minuteMs, secondMs, startOf } from "./resolution.ts";

/** How often the points of a metric are looked through for old ones. */
const rollUpMs = 60 * minuteMs;

interface StoredPoint {
  metric: MetricId;
  unit: string;
  minute: number;
  aggregate: Aggregate;
}

/** A metric's values of one unit in one minute, or in one second if they have a high resolution; in memory. */
interface Point {
  /** The key in the store. */
  key: string;
  metric: MetricId;
  unit: string;
  at: number;
  aggregate: Aggregate;
}

interface Series {
  metric: MetricId;
  key: string;
  gauge: boolean;
  /** Whether there have been values of high resolution. */
  fine: boolean;
  /** What a gauge will be without another data point, earliest first. Not stored: its service records it again after a start. */
  forecast: readonly GaugeChange[];
  /** By unit, then by the start of the minute or second, in milliseconds since 1970. */
  units: Map<string, Map<number, Point>>;
  latest: number;
  /** When its old points were combined last. */
  rolledUpAt: number;
}

/** The key of a metric that has a new value, and the start of the minute or second that the value belongs to. */
export interface Recorded {
  key: string;
  at: number;
}

/** All metrics' values, aggregated by minute and unit, in memory and in the account's store. */
export class MetricStore {
  readonly #account: Account;
  readonly #points: Collection<StoredPoint>;
  readonly #series = new Map<string, Series>();
  /** Cache: series by namespace, name and unsorted dimensions, cheaper to look up than by key. */
  readonly #byName = new Map<string, Series>();
  /** Points that changed since they were last stored. */
  readonly #unsaved = new Set<Point>();

  constructor(account: Account) {
    this.#account = account;
    this.#points = account.store.collection("cloudwatch/points");
    for (const { metric, unit, minute, aggregate } of this.#points.values()) {
      const series = this.#seriesOf(metric);
      if (aggregate.trend) series.gauge = true;
      this.#point(series, unit, minute, copyOf(aggregate));
    }
  }

  /** Records a service's own metric. One booking makes hundreds of values, so they are stored a little later. */
  record(point: MetricPoint): Recorded {
    const series = this.#find(point);
    const { unit = "Count", at = this.#account.clock.now(), value, gauge } = point;
    const minute = startOfMinute(at);
    if (!gauge) {
      const start = point.highResolution ? startOf(at, secondMs) : minute;
      return this.#add(series, unit, start, aggregateOf(value), false);
    }
    this.#applyForecast(series);
    series.gauge = true;
    series.forecast = gauge.forecast ?? [];
    return this.#add(series, unit, minute, aggregateOf(value, 1, gauge.trend), true);
  }

  /**
   * Records values from PutMetricData. They are stored at once, because the caller relies on them.
   *
   * @param resolution in milliseconds: a second, or a minute
   */
  add(metric: MetricId, unit: string, at: number, added: Aggregate, resolution: number): Recorded {
    return this.#add(this.#seriesOf(metric), unit, startOf(at, resolution), added, true);
  }

  /** Writes the unsaved points to the store. */
  save(): void {
    for (const point of this.#unsaved) this.#store(point);
    this.#unsaved.clear();
  }

  /** All metrics that have data, with the start of their latest minute. */
  list(): { metric: MetricId; latest: number }[] {
    return [...this.#series.values()].map(({ metric, latest }) => ({ metric, latest }));
  }

  /** The unit of a metric's values; the first one recorded, if there are several. */
  unitOf(metric: MetricId): string | undefined {
    return this.#series.get(metricKey(metric))?.units.keys().next().value;
  }

  /** The minutes with data from `start` until before `end`. A gauge has data in every minute from its first value to its end. */
  read(metric: MetricId, start: number, end: number, unit?: string): Minute[] {
    const series = this.#series.get(metricKey(metric));
    if (!series) return [];
    this.#applyForecast(series);
    const units = [...series.units].filter(([name]) => unit === undefined || name === unit);
    if (series.fine) return this.#readFine(units, start, end);
    if (!series.gauge) return merged(units.flatMap(([, minutes]) => between(minutes, start, end)));
    const changes = merged(units.flatMap(([, minutes]) => [...minutes.values()]));
    return fillGaps(changes, start, Math.min(end, startOfMinute(this.#account.clock.now()) + minuteMs));
  }

  /** With values of high resolution, which count as those of their minute once they are too old. */
  #readFine(units: Array<[string, Map<number, Point>]>, start: number, end: number): Minute[] {
    const now = this.#account.clock.now();
    const points = units.flatMap(([, points]) => [...points.values()]);
    const kept = points.map(({ at, aggregate }) => ({ at: keptAt(at, now) ?? at, aggregate }));
    return merged(kept.filter(({ at }) => at >= start && at < end));
  }

  /** The minutes, or seconds of high resolution, since `start` in which a value was recorded, or will be by what is known now. */
  changes(metric: MetricId, start: number): number[] {
    const series = this.#series.get(metricKey(metric));
    if (!series) return [];
    this.#applyForecast(series);
    const recorded = [...series.units.values()].flatMap((minutes) =>
      series.fine
        ? [...minutes.keys()].filter((at) => at >= start)
        : between(minutes, start, series.latest + minuteMs).map(({ at }) => at),
    );
    return [...recorded, ...series.forecast.map(({ at }) => startOfMinute(at))];
  }

  /** The latest minute in which a gauge changed; undefined for a metric that is no gauge. */
  latestChange(metric: MetricId): Minute | undefined {
    const series = this.#series.get(metricKey(metric));
    if (!series?.gauge) return undefined;
    this.#applyForecast(series);
    const points = [...series.units.values()].flatMap((minutes) => minutes.get(series.latest) ?? []);
    return points.at(-1);
  }

  /** Records the changes of a gauge that have happened in the meantime. */
  #applyForecast(series: Series): void {
    if (series.forecast.length === 0) return;
    const [past, next] = splitForecast(series.forecast, this.#account.clock.now());
    series.forecast = next;
    const unit = series.units.keys().next().value ?? "Count";
    for (const { at, value, trend } of past) {
      this.#add(series, unit, startOfMinute(at), aggregateOf(value, 1, trend), true);
    }
  }

  #add(series: Series, unit: string, at: number, added: Aggregate, immediately: boolean): Recorded {
    const known = series.units.get(unit)?.get(at);
    if (known) addTo(known.aggregate, added);
    const point = known ?? this.#point(series, unit, at, added);
    if (immediately) this.#store(point);
    else {
      this.#unsaved.add(point);
      if (this.#unsaved.size === 1) this.#account.store.later(() => this.save());
    }
    return { key: series.key, at };
  }

  #store({ key, metric, unit, at, aggregate }: Point): void {
    this.#points.set(key, { metric, unit, minute: at, aggregate: copyOf(aggregate) });
  }

  #find({ namespace, name, dimensions }: MetricPoint): Series {
    let shortName = `${namespace}\0${name}`;
    for (const dimension in dimensions) shortName += `\0${dimension}\0${dimensions[dimension]}`;
    let series = this.#byName.get(shortName);
    if (!series) {
      series = this.#seriesOf(metricId(namespace, name, dimensions));
      this.#byName.set(shortName, series);
    }
    return series;
  }

  #seriesOf(metric: MetricId): Series {
    const key = metricKey(metric);
    let series = this.#series.get(key);
    if (!series) {
      series = { metric, key, gauge: false, fine: false, forecast: [], units: new Map(), latest: 0, rolledUpAt: 0 };
      this.#series.set(key, series);
    }
    return series;
  }

  #point(series: Series, unit: string, at: number, aggregate: Aggregate): Point {
    this.#rollUp(series);
    const minutes = series.units.get(unit) ?? new Map<number, Point>();
    series.units.set(unit, minutes);
    const point = { key: `${series.key} ${unit} ${at}`, metric: series.metric, unit, at, aggregate };
    minutes.set(at, point);
    if (at % minuteMs !== 0) series.fine = true;
    series.latest = Math.max(series.latest, at);
    return point;
  }

  /** Combines old points to longer periods, and deletes the oldest. The latest point of a gauge stays: it still holds. */
  #rollUp(series: Series): void {
    const now = this.#account.clock.now();
    if (now < series.rolledUpAt + rollUpMs) return;
    series.rolledUpAt = now;
    for (const minutes of series.units.values()) {
      const holds = (at: number) => series.gauge && at === series.latest;
      const old = [...minutes.values()].filter(({ at }) => keptAt(at, now) !== at && !holds(at));
      for (const point of old.sort((one, other) => one.at - other.at))
        this.#move(minutes, point, keptAt(point.at, now));
    }
  }

  #move(minutes: Map<number, Point>, point: Point, to: number | undefined): void {
    minutes.delete(point.at);
    this.#unsaved.delete(point);
    this.#points.delete(point.key);
    if (to === undefined) return;
    const known = minutes.get(to);
    const key = point.key.replace(/\d+$/, String(to));
    const moved = known ?? { ...point, key, at: to, aggregate: copyOf(point.aggregate) };
    if (known) addTo(known.aggregate, point.aggregate);
    minutes.set(to, moved);
    this.#store(moved);
  }
}

function startOfMinute(at: number): number {
  return startOf(at, minuteMs);
}

/** Looks the minutes up one by one if there are fewer of them than points: alarms read a few minutes out of days. */
function between(minutes: ReadonlyMap<number, Point>, start: number, end: number): Point[] {
  if ((end - start) / minuteMs > minutes.size) return [...minutes.values()].filter(({ at }) => at >= start && at < end);
  const found: Point[] = [];
  for (let at = Math.ceil(start / minuteMs) * minuteMs; at < end; at += minuteMs) {
    const point = minutes.get(at);
    if (point) found.push(point);
  }
  return found;
}

/** Combines the values of each minute across units, and sorts by time. */
function merged(minutes: readonly Minute[]): Minute[] {
  const all = new Map<number, Aggregate>();
  for (const { at, aggregate } of minutes) all.set(at, combine(all.get(at), aggregate));
  return [...all].map(([at, aggregate]) => ({ at, aggregate })).sort((one, other) => one.at - other.at);
}
