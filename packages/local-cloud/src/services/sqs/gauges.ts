import type { Account } from "../../core/account.ts";

const units: Record<string, string> = { ApproximateAgeOfOldestMessage: "Seconds" };

/** Records the gauges of queues when they change ("Available CloudWatch metrics for Amazon SQS"). */
export class Gauges {
  readonly #account: Account;
  readonly #last = new Map<string, number>();

  constructor(account: Account) {
    this.#account = account;
  }

  record(queue: string, values: Record<string, number>): void {
    for (const [name, value] of Object.entries(values)) {
      const key = `${queue}/${name}`;
      if (this.#last.get(key) === value) continue;
      this.#last.set(key, value);
      const unit = units[name];
      this.#account.metric({
        namespace: "AWS/SQS",
        name,
        dimensions: { QueueName: queue },
        value,
        ...(unit !== undefined && { unit }),
      });
    }
  }

  forget(queue: string): void {
    for (const key of [...this.#last.keys()]) if (key.startsWith(`${queue}/`)) this.#last.delete(key);
  }
}
