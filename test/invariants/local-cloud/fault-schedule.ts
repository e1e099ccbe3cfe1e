import type { CallFault, CallRequest, DeliveryFault, Faults } from "@event-choreography/local-cloud/testing";
import { parseArn, throttling } from "@event-choreography/local-cloud/testing";

/** What can go wrong with a function's call, and with the delivery of an event. */
type CallFaultKind = "crash before" | "crash after" | "lost response" | "throttle";
type DeliveryFaultKind = "duplicate" | "delay";
export type FaultKind = CallFaultKind | DeliveryFaultKind;

/** A place where a fault can be injected, e.g. the first dynamodb.PutItem of payment-charge for B1. */
export interface Occurrence {
  /** "payment-charge dynamodb.PutItem" for a call, "BookingCreatedRule payment-charge" for a delivery. */
  point: string;
  /** The ordinal of this occurrence, from 1. Calls are counted per `subject`. */
  nth: number;
  /** The booking or the flight that a call is about. Undefined for a delivery, where it is not known. */
  subject?: string;
}

/** A fault to inject: e.g. throttle the first dynamodb.PutItem of payment-charge for B1. */
export interface Injection extends Occurrence {
  fault: FaultKind;
}

/** Injects a fixed list of faults, so that a scenario can be repeated and shortened. */
export class FaultSchedule implements Faults {
  #injections = new Map<string, Injection>();
  #subjects: readonly string[] = [];
  readonly #counts = new Map<string, number>();
  #occurrences: Occurrence[] = [];
  #injected = 0;

  /** Starts a scenario about these bookings and flights. */
  start(subjects: readonly string[], injections: readonly Injection[]): void {
    this.#counts.clear();
    this.#occurrences = [];
    this.#injected = 0;
    this.#subjects = subjects;
    this.#injections = new Map(injections.map((injection) => [keyOf(injection), injection]));
  }

  /** Injects no further faults. */
  stop(): void {
    this.#injections.clear();
  }

  /** How many of the scheduled faults were injected. */
  get injected(): number {
    return this.#injected;
  }

  /** All occurrences since the scenario started, whether or not a fault was injected. */
  get occurrences(): readonly Occurrence[] {
    return this.#occurrences;
  }

  onCall(call: CallRequest): CallFault | undefined {
    const { service, operation, principal, input } = call;
    if (principal.kind !== "role" || principal.functionName === undefined || service === "logs") return undefined;
    const text = JSON.stringify(input);
    const subject = this.#subjects.find((each) => text.includes(each));
    const fault = this.#faultAt(`${principal.functionName} ${service}.${operation}`, subject);
    switch (fault) {
      case "crash before":
        return { kind: "crash", when: "before" };
      case "crash after":
        return { kind: "crash", when: "after" };
      case "lost response":
        return { kind: "lose-answer" };
      case "throttle":
        return throttling(service);
      default:
        return undefined;
    }
  }

  onDelivery({ ruleArn, targetArn }: { ruleArn: string; targetArn: string }): DeliveryFault | undefined {
    if (parseArn(targetArn)?.service !== "lambda") return undefined;
    const fault = this.#faultAt(`${lastName(ruleArn)} ${lastName(targetArn)}`, undefined);
    if (fault === "duplicate") return { kind: "duplicate" };
    return fault === "delay" ? { kind: "delay", ms: delayMs } : undefined;
  }

  onInvoke(): undefined {
    return undefined;
  }

  #faultAt(point: string, subject: string | undefined): FaultKind | undefined {
    const counter = `${point} ${subject ?? ""}`;
    const nth = (this.#counts.get(counter) ?? 0) + 1;
    this.#counts.set(counter, nth);
    const occurrence: Occurrence = { point, nth, subject };
    this.#occurrences.push(occurrence);
    const fault = this.#injections.get(keyOf(occurrence))?.fault;
    if (fault) this.#injected++;
    return fault;
  }
}

/** Long enough for everything else, retries included, to finish first. */
const delayMs = 15 * 60 * 1000;

function keyOf({ point, nth, subject }: Occurrence): string {
  return `${point} ${nth} ${subject ?? ""}`;
}

function lastName(arn: string): string {
  return arn.split(/[/:]/).at(-1)!;
}
