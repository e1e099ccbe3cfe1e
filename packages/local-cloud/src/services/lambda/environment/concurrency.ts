import { tooManyRequests } from "../errors.ts";
import type { FunctionRecord } from "../functions.ts";

/** The concurrency that an account must leave to functions without a reservation ("Lambda quotas"). */
export const leastUnreservedConcurrency = 100;

/** Counts running executions, and throttles those beyond the limits ("Understanding Lambda function scaling"). */
export class Concurrency {
  readonly #limit: number;
  readonly #functions: () => Iterable<FunctionRecord>;
  readonly #running = new Map<string, number>();

  constructor(limit: number, functions: () => Iterable<FunctionRecord>) {
    this.#limit = limit;
    this.#functions = functions;
  }

  get limit(): number {
    return this.#limit;
  }

  get unreservedLimit(): number {
    let reserved = 0;
    for (const each of this.#functions()) reserved += each.reservedConcurrency ?? 0;
    return Math.max(0, this.#limit - reserved);
  }

  running(name: string): number {
    return this.#running.get(name) ?? 0;
  }

  /** The reason to throttle one more execution now; undefined if it may run. */
  whyThrottled({ name, reservedConcurrency }: FunctionRecord): string | undefined {
    if (reservedConcurrency !== undefined) {
      return this.running(name) < reservedConcurrency ? undefined : "ReservedFunctionConcurrentInvocationLimitExceeded";
    }
    let unreserved = 0;
    for (const each of this.#functions()) {
      if (each.reservedConcurrency === undefined) unreserved += this.running(each.name);
    }
    return unreserved < this.unreservedLimit ? undefined : "ConcurrentInvocationLimitExceeded";
  }

  /** @throws AwsError TooManyRequestsException */
  enter(record: FunctionRecord): void {
    const reason = this.whyThrottled(record);
    if (reason) throw tooManyRequests(reason);
    this.#running.set(record.name, this.running(record.name) + 1);
  }

  leave(name: string): void {
    const running = this.running(name) - 1;
    if (running > 0) this.#running.set(name, running);
    else this.#running.delete(name);
  }
}
