import type { Account } from "../../core/account.ts";
import type { QueueGauge } from "./outlook.ts";

const units: Record<string, string> = { ApproximateAgeOfOldestMessage: "Seconds" };

/** Records the gauges of queues when their value or outlook changes. */
export class Gauges {
  readonly #account: Account;
  /** What was recorded last, by queue and name, in a form that is the same as long as nothing has changed. */
  readonly #last = new Map<string, string>();

  constructor(account: Account) {
    this.#account = account;
  }

  record(queue: string, name: string, { value, ...gauge }: QueueGauge): void {
    const key = `${queue}/${name}`;
    const before = this.#last.get(key);
    const mark = value === undefined ? undefined : markOf(value, gauge, this.#account.clock.now());
    if (mark === before) return;
    if (mark === undefined) this.#last.delete(key);
    else this.#last.set(key, mark);
    const unit = units[name];
    this.#account.metric({
      namespace: "AWS/SQS",
      name,
      dimensions: { QueueName: queue },
      value: value ?? 0,
      gauge,
      ...(unit !== undefined && { unit }),
    });
  }

  /** The queue is gone: its gauges end. */
  forget(queue: string): void {
    for (const key of [...this.#last.keys()]) {
      if (key.startsWith(`${queue}/`))
        this.record(queue, key.slice(queue.length + 1), { value: undefined, trend: "ends" });
    }
  }
}

/** A growing gauge is known by when it was zero: it has not changed while only time passes. */
function markOf(value: number, { trend, forecast }: Omit<QueueGauge, "value">, now: number): string {
  const from = trend === "grows" ? Math.floor(now / 1000) - value : value;
  return JSON.stringify([from, trend, forecast]);
}
