import type { CallRequest } from "../core/account.ts";
import type { Clock } from "../core/clock.ts";
import type { CallFault, DeliveryFault, Faults, InvokeFault } from "../core/faults.ts";
import type { Random } from "../core/random.ts";
import { type Fault, type FaultInput, parseFault } from "./fault.ts";
import { type DeliveryAttempt, meansCall, meansDelivery } from "./scope.ts";
import { throttling } from "./throttling.ts";

/** A fault that is switched on. */
export type ActiveFault = Fault & {
  id: string;
  /** How often it has struck. */
  struck: number;
};

/** One time that something was made to go wrong. */
export interface Strike {
  /** Milliseconds since 1970. */
  at: number;
  fault: string;
  kind: Fault["kind"];
  /** The call, the delivery or the run that was struck. */
  struck: string;
}

interface Entry {
  id: string;
  fault: Fault;
  random: Random;
  struck: number;
}

const mostStrikesKept = 1000;

/**
 * The faults that are switched on. None is to begin with, and none outlives the process: whoever
 * starts the local cloud again starts a healthy one. Where several mean the same chance, the one
 * that was added first and strikes is the one.
 */
export class FaultControl implements Faults {
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  #strikes: Strike[] = [];
  #count = 0;

  /** All chance comes from `random`: the same seed, faults and order of calls give the same strikes. */
  constructor({ random, clock }: { random: Random; clock: Clock }) {
    this.#random = random;
    this.#clock = clock;
  }

  /**
   * Switches one on.
   *
   * @example control.add({ kind: "throttle", call: "dynamodb.PutItem", function: "payment-charge", next: 1 })
   * @throws FaultInvalid
   */
  add(input: FaultInput): ActiveFault {
    const entry = { id: `fault-${++this.#count}`, fault: parseFault(input), random: this.#random.fork(), struck: 0 };
    this.#entries.set(entry.id, entry);
    return describe(entry);
  }

  /** Switches one off; says whether it was there. */
  remove(id: string): boolean {
    return this.#entries.delete(id);
  }

  /** Switches all off, and forgets what has struck. */
  clear(): void {
    this.#entries.clear();
    this.#strikes = [];
  }

  list(): ActiveFault[] {
    return [...this.#entries.values()].map(describe);
  }

  /** What has struck, oldest first; the last thousand. */
  strikes(): readonly Strike[] {
    return this.#strikes;
  }

  onCall(call: CallRequest): CallFault | undefined {
    for (const entry of this.#entries.values()) {
      const { fault } = entry;
      if (!("call" in fault) || !meansCall(fault, call) || !this.#strikesNow(entry)) continue;
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
      if (!meansDelivery(fault, delivery) || !this.#strikesNow(entry)) continue;
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
      if (!this.#strikesNow(entry)) continue;
      this.#note(entry, `run ${requestId} of ${functionName}`);
      return { kind: "slow", ms: fault.ms };
    }
    return undefined;
  }

  #strikesNow({ fault: { next, probability = 1 }, struck, random }: Entry): boolean {
    if (next !== undefined && struck >= next) return false;
    return probability === 1 || random.next() < probability;
  }

  #note(entry: Entry, struck: string): void {
    entry.struck++;
    this.#strikes.push({ at: this.#clock.now(), fault: entry.id, kind: entry.fault.kind, struck });
    if (this.#strikes.length > mostStrikesKept) this.#strikes.shift();
  }
}

function describe({ id, fault, struck }: Entry): ActiveFault {
  return { id, ...fault, struck };
}
