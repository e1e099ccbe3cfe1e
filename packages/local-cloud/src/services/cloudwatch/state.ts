import type { Account, MetricPoint } from "../../core/account.ts";
import type { Collection } from "../../core/store.ts";
import { AlarmActions } from "./alarms/actions.ts";
import type { StoredAlarm } from "./alarms/alarm.ts";
import type { HistoryItem } from "./alarms/history.ts";
import { AlarmScheduler } from "./alarms/scheduler.ts";
import { noSuchAlarm } from "./errors.ts";
import type { Aggregate } from "./metrics/aggregate.ts";
import type { MetricId } from "./metrics/metric.ts";
import { MetricStore } from "./metrics/metric-store.ts";

interface StoredDashboard {
  name: string;
  body: string;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

/** CloudWatch's metrics, alarms and dashboards in one account. */
export class CloudWatchState {
  readonly account: Account;
  readonly metrics: MetricStore;
  readonly alarms: Collection<StoredAlarm>;
  readonly history: Collection<HistoryItem>;
  readonly dashboards: Collection<StoredDashboard>;
  /** By ARN. */
  readonly tags: Collection<Record<string, string>>;
  readonly scheduler: AlarmScheduler;
  readonly actions: AlarmActions;

  constructor(account: Account) {
    this.account = account;
    this.metrics = new MetricStore(account);
    this.alarms = account.store.collection("cloudwatch/alarms");
    this.history = account.store.collection("cloudwatch/history-items");
    this.dashboards = account.store.collection("cloudwatch/dashboards");
    this.tags = account.store.collection("cloudwatch/tags");
    this.scheduler = new AlarmScheduler(this);
    this.actions = new AlarmActions(this);
  }

  record(point: MetricPoint): void {
    this.scheduler.onData(this.metrics.record(point));
  }

  add(metric: MetricId, unit: string, at: number, aggregate: Aggregate, resolution: number): void {
    this.scheduler.onData(this.metrics.add(metric, unit, at, aggregate, resolution));
  }

  alarm(name: string): StoredAlarm {
    const alarm = this.alarms.get(name);
    if (!alarm) throw noSuchAlarm(name);
    return alarm;
  }
}
