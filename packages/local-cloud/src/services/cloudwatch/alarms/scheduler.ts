import type { Timer } from "../../../core/clock.ts";
import { metricKey } from "../metrics/metric.ts";
import { minuteMs, type Recorded, startOfMinute } from "../metrics/metric-store.ts";
import type { Monitoring } from "../state.ts";
import type { StoredAlarm } from "./alarm.ts";
import { type Condition, conditionOf } from "./condition.ts";
import { evaluateCondition, nextEvaluation } from "./evaluate.ts";
import { reasonDataFor, reasonFor } from "./reason.ts";
import { transition } from "./transition.ts";

interface Watch {
  condition: Condition;
  due?: { at: number; timer: Timer };
}

/** Evaluates each alarm at the full minutes at which its state could change, and at no others. */
export class AlarmScheduler {
  readonly #monitoring: Monitoring;
  readonly #watches = new Map<string, Watch>();
  readonly #watchers = new Map<string, Set<string>>();

  constructor(monitoring: Monitoring) {
    this.#monitoring = monitoring;
  }

  /** Begins to watch an alarm's metrics, or does so anew after it was changed. */
  watch({ name, configuration }: StoredAlarm): void {
    this.forget(name);
    const condition = conditionOf(configuration);
    this.#watches.set(name, { condition });
    for (const key of metricKeys(condition)) {
      const watchers = this.#watchers.get(key) ?? new Set();
      this.#watchers.set(key, watchers.add(name));
    }
    this.wake(name);
  }

  forget(name: string): void {
    const watch = this.#watches.get(name);
    if (!watch) return;
    watch.due?.timer.cancel();
    this.#watches.delete(name);
    for (const key of metricKeys(watch.condition)) this.#watchers.get(key)?.delete(name);
  }

  /** A metric has a value more. */
  dataCame({ key, minute }: Recorded): void {
    const watchers = this.#watchers.get(key);
    if (watchers) for (const name of watchers) this.wake(name, minute + minuteMs);
  }

  /** Has the alarm evaluated at that time, or at the next full minute if that is later. */
  wake(name: string, time = 0): void {
    const watch = this.#watches.get(name);
    if (!watch) return;
    const { clock } = this.#monitoring.account;
    const at = Math.max(time, startOfMinute(clock.now()) + minuteMs);
    if (watch.due && watch.due.at <= at) return;
    watch.due?.timer.cancel();
    watch.due = { at, timer: clock.after(at - clock.now(), () => this.#evaluate(name)) };
  }

  close(): void {
    for (const { due } of this.#watches.values()) due?.timer.cancel();
  }

  async #evaluate(name: string): Promise<void> {
    const watch = this.#watches.get(name);
    const alarm = this.#monitoring.alarms.get(name);
    if (!watch || !alarm) return;
    delete watch.due;
    const { account, metrics } = this.#monitoring;
    const now = startOfMinute(account.clock.now());
    const decision = evaluateCondition(metrics, watch.condition, now);
    const next = nextEvaluation(metrics, watch.condition, now);
    if (next !== undefined) this.wake(name, next);
    if (decision.state === undefined || decision.state === alarm.state.value) return;
    await transition(this.#monitoring, alarm, {
      value: decision.state,
      reason: reasonFor(watch.condition, decision),
      reasonData: reasonDataFor(watch.condition, decision, now),
    });
  }
}

function metricKeys({ queries }: Condition): string[] {
  return queries.flatMap(({ source }) => (source.kind === "metric" ? [metricKey(source.of.metric)] : []));
}
