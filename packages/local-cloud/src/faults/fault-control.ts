import type { CallRequest } from "../core/account.ts";
import type { Clock } from "../core/clock.ts";
import type { CallFault, Change, ChangeFault, DeliveryFault, Faults, InvokeFault } from "../core/faults.ts";
import type { Random } from "../core/random.ts";
import { type Fault, type FaultInput, parseFault } from "./fault.ts";
import { appliesToCall, appliesToChange, appliesToDelivery, type DeliveryAttempt } from "./scope.ts";
import { throttling } from "./throttling.ts";

/** A fault that is on. */
export type ActiveFault = Fault & {
  id: string;
  /** How many times it was injected. */
  injected: number;
};

/** One injection of a fault. */
export interface Injection {
  /** Milliseconds since 1970. */
  at: number;
  /** The fault's id. */
  fault: string;
  kind: Fault["kind"];
  /** The affected call, delivery, run, change or reader. */
  into: string;
}

interface Entry {
  id: string;
  fault: Fault;
  random: Random;
  injected: number;
}

const maxInjections = 1000;

/**
 * The faults that are on. There are none at the start, also after a restart. If several apply to the same call, delivery or
 * run, one is injected: the first in the order of adding.
 */
export class FaultControl implements Faults {
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  #injections: Injection[] = [];
  #count = 0;

  /** The same seed of `random`, faults and order of calls give the same injections. */
  constructor({ random, clock }: { random: Random; clock: Clock }) {
    this.#random = random;
    this.#clock = clock;
  }

  /**
   * Adds a fault.
   *
   * @example control.add({ kind: "throttle", call: "dynamodb.PutItem", function: "payment-charge", next: 1 })
   * @throws FaultInvalid
   */
  add(input: FaultInput): ActiveFault {
    const entry = { id: `fault-${++this.#count}`, fault: parseFault(input), random: this.#random.fork(), injected: 0 };
    this.#entries.set(entry.id, entry);
    return describe(entry);
  }

  /** Removes a fault. @returns whether it existed */
  remove(id: string): boolean {
    return this.#entries.delete(id);
  }

  /** Removes all faults and injections. */
  clear(): void {
    this.#entries.clear();
    this.#injections = [];
  }

  list(): ActiveFault[] {
    return [...this.#entries.values()].map(describe);
  }

  /** The last thousand injections, oldest first. */
  injections(): readonly Injection[] {
    return this.#injections;
  }

  onCall(call: CallRequest): CallFault | undefined {
    for (const entry of this.#entries.values()) {
      const { fault } = entry;
      if (!("call" in fault) || !appliesToCall(fault, call) || !this.#isInjectedNow(entry)) continue;
      this.#note(entry, `${call.service}.${call.operation}`);
      if (fault.kind === "throttle") return throttling(call.service);
      if (fault.kind === "refuse")
        return { kind: "refuse", code: fault.code, message: fault.message, status: fault.status };
      if (fault.kind === "crash") return { kind: "crash", when: fault.when };
      return { kind: "lose-answer" };
    }
    return undefined;
  }

  onDelivery(delivery: DeliveryAttempt): DeliveryFault | undefined {
    for (const entry of this.#entries.values()) {
      const { fault } = entry;
      if (fault.kind !== "duplicate" && fault.kind !== "delay" && fault.kind !== "reorder") continue;
      if (!appliesToDelivery(fault, delivery) || !this.#isInjectedNow(entry)) continue;
      this.#note(entry, `event ${delivery.eventId} by ${delivery.ruleArn} to ${delivery.targetArn}`);
      if (fault.kind === "duplicate") return { kind: "duplicate" };
      return { kind: "delay", ms: fault.kind === "delay" ? fault.ms : entry.random.below(fault.ms + 1) };
    }
    return undefined;
  }

  onInvoke({ functionName, requestId }: { functionName: string; requestId: string }): InvokeFault | undefined {
    for (const entry of this.#entries.values()) {
      const { fault } = entry;
      if (fault.kind !== "slow" || (fault.function !== undefined && fault.function !== functionName)) continue;
      if (!this.#isInjectedNow(entry)) continue;
      this.#note(entry, `run ${requestId} of ${functionName}`);
      return { kind: "slow", ms: fault.ms };
    }
    return undefined;
  }

  onChange(change: Change): ChangeFault | undefined {
    for (const entry of this.#entries.values()) {
      const { fault } = entry;
      if (fault.kind !== "eventual" || !appliesToChange(fault, change) || !this.#isInjectedNow(entry)) continue;
      this.#note(entry, `change of ${change.of} ${change.name}`);
      return { kind: "eventual", ms: fault.ms, fault: entry.id };
    }
    return undefined;
  }

  /** Lists the reader among the injections. Its change was counted when it was made. */
  onOutdated({ fault, of, name, reader }: { fault: string; of: Change["of"]; name: string; reader: string }): void {
    this.#list(fault, "eventual", `${reader} by the old ${of} ${name}`);
  }

  #isInjectedNow({ fault: { next, probability = 1 }, injected, random }: Entry): boolean {
    if (next !== undefined && injected >= next) return false;
    return probability === 1 || random.next() < probability;
  }

  #note(entry: Entry, into: string): void {
    entry.injected++;
    this.#list(entry.id, entry.fault.kind, into);
  }

  #list(fault: string, kind: Fault["kind"], into: string): void {
    this.#injections.push({ at: this.#clock.now(), fault, kind, into });
    if (this.#injections.length > maxInjections) this.#injections.shift();
  }
}

function describe({ id, fault, injected }: Entry): ActiveFault {
  return { id, ...fault, injected };
}
