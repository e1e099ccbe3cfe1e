import type { Timer } from "../../../core/clock.ts";
import { metricKey } from "../metrics/metric.ts";
import type { Recorded } from "../metrics/metric-store.ts";
import { startOf } from "../metrics/resolution.ts";
import type { CloudWatchState } from "../state.ts";
import type { StoredAlarm } from "./alarm.ts";
import { type Condition, conditionOf, intervalOf } from "./condition.ts";
import { evaluateCondition, nextEvaluation } from "./evaluate.ts";
import { reasonDataFor, reasonFor } from "./reason.ts";
import { transition } from "./transition.ts";

interface Watch {
  condition: Condition;
  due?: { at: number; timer: Timer };
}

/** Evaluates each alarm only at those times of its interval (a minute, mostly) at which its state could change. */
export class AlarmScheduler {
  readonly #monitoring: CloudWatchState;
  readonly #watches = new Map<string, Watch>();
  readonly #watchers = new Map<string, Set<string>>();

  constructor(monitoring: CloudWatchState) {
    this.#monitoring = monitoring;
  }

  /** Starts watching an alarm's metrics. Replaces the watch of an alarm that has changed. */
  watch({ name, configuration }: StoredAlarm): void {
    this.unwatch(name);
    const condition = conditionOf(configuration);
    this.#watches.set(name, { condition });
    for (const key of metricKeys(condition)) {
      const watchers = this.#watchers.get(key) ?? new Set();
      this.#watchers.set(key, watchers.add(name));
    }
    this.schedule(name);
  }

  unwatch(name: string): void {
    const watch = this.#watches.get(name);
    if (!watch) return;
    watch.due?.timer.cancel();
    this.#watches.delete(name);
    for (const key of metricKeys(watch.condition)) this.#watchers.get(key)?.delete(name);
  }

  /** Schedules the alarms on a metric that has a new value. */
  onData({ key, at }: Recorded): void {
    for (const name of this.#watchers.get(key) ?? []) {
      const interval = intervalOf(this.#watches.get(name)!.condition);
      this.schedule(name, startOf(at, interval) + interval);
    }
  }

  /** Schedules an evaluation at `time` (milliseconds since 1970), or at the next time of the alarm's interval if that is later. */
  schedule(name: string, time = 0): void {
    const watch = this.#watches.get(name);
    if (!watch) return;
    const { clock } = this.#monitoring.account;
    const interval = intervalOf(watch.condition);
    const at = Math.max(time, startOf(clock.now(), interval) + interval);
    if (watch.due && watch.due.at <= at) return;
    watch.due?.timer.cancel();
    watch.due = { at, timer: clock.after(at - clock.now(), () => this.#evaluate(name), "observation") };
  }

  close(): void {
    for (const { due } of this.#watches.values()) due?.timer.cancel();
  }

  #evaluate(name: string): void {
    const watch = this.#watches.get(name);
    const alarm = this.#monitoring.alarms.get(name);
    if (!watch || !alarm) return;
    delete watch.due;
    const { account, metrics } = this.#monitoring;
    const now = startOf(account.clock.now(), intervalOf(watch.condition));
    const decision = evaluateCondition(metrics, watch.condition, now);
    const next = nextEvaluation(metrics, watch.condition, now);
    if (next !== undefined) this.schedule(name, next);
    if (decision.state === undefined || decision.state === alarm.state.value) return;
    transition(this.#monitoring, alarm, {
      value: decision.state,
      reason: reasonFor(watch.condition, decision),
      reasonData: reasonDataFor(watch.condition, decision, now),
    });
  }
}

function metricKeys({ queries }: Condition): string[] {
  return queries.flatMap(({ source }) => (source.kind === "metric" ? [metricKey(source.of.metric)] : []));
}
