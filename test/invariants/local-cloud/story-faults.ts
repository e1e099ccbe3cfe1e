import type { CallFault, CallRequest, DeliveryFault, Faults } from "@event-choreography/local-cloud/testing";
import { parseArn, throttling } from "@event-choreography/local-cloud/testing";

/** What can go wrong with one call of a function, and with one delivery of an event. */
export type CallMishap = "crash before" | "crash after" | "lost answer" | "throttle";
export type DeliveryMishap = "duplicate" | "delay";
export type Mishap = CallMishap | DeliveryMishap;

/** One thing that goes wrong: e.g. the first dynamodb.PutItem of payment-charge for B1 is throttled. */
export interface Strike {
  mishap: Mishap;
  /** "payment-charge dynamodb.PutItem" for a call, "BookingCreatedRule payment-charge" for a delivery. */
  chance: string;
  /** The how-manieth such chance, counted for `about` alone, from 1. */
  nth: number;
  /** The booking or the flight that a call is about; of a delivery nobody knows it. */
  about?: string;
}

/** Faults as a list, so that a story can be told, shortened and told again. */
export class StoryFaults implements Faults {
  #strikes = new Map<string, Strike>();
  #subjects: readonly string[] = [];
  readonly #counts = new Map<string, number>();
  #seen: Strike[] = [];
  #struck = 0;

  /** Begins a story about these bookings and flights. */
  begin(subjects: readonly string[], strikes: readonly Strike[]): void {
    this.#counts.clear();
    this.#seen = [];
    this.#struck = 0;
    this.#subjects = subjects;
    this.#strikes = new Map(strikes.map((strike) => [keyOf(strike), strike]));
  }

  /** From here on nothing goes wrong. */
  stop(): void {
    this.#strikes.clear();
  }

  /** How many of the strikes came to pass. */
  get struck(): number {
    return this.#struck;
  }

  /** All chances that there were since the story began; each as the crash that did not happen. */
  get chances(): readonly Strike[] {
    return this.#seen;
  }

  onCall(call: CallRequest): CallFault | undefined {
    const { service, operation, principal, input } = call;
    if (principal.kind !== "role" || principal.functionName === undefined || service === "logs") return undefined;
    const text = JSON.stringify(input);
    const about = this.#subjects.find((subject) => text.includes(subject));
    const mishap = this.#strikeAt(`${principal.functionName} ${service}.${operation}`, about);
    switch (mishap) {
      case "crash before":
        return { kind: "crash", when: "before" };
      case "crash after":
        return { kind: "crash", when: "after" };
      case "lost answer":
        return { kind: "lose-answer" };
      case "throttle":
        return throttling(service);
      default:
        return undefined;
    }
  }

  onDelivery({ ruleArn, targetArn }: { ruleArn: string; targetArn: string }): DeliveryFault | undefined {
    if (parseArn(targetArn)?.service !== "lambda") return undefined;
    const mishap = this.#strikeAt(`${lastName(ruleArn)} ${lastName(targetArn)}`, undefined);
    if (mishap === "duplicate") return { kind: "duplicate" };
    return mishap === "delay" ? { kind: "delay", ms: delayMs } : undefined;
  }

  onInvoke(): undefined {
    return undefined;
  }

  #strikeAt(chance: string, about: string | undefined): Mishap | undefined {
    const counted = `${chance} ${about ?? ""}`;
    const nth = (this.#counts.get(counted) ?? 0) + 1;
    this.#counts.set(counted, nth);
    const here: Strike = { mishap: "crash before", chance, nth, about };
    this.#seen.push(here);
    const mishap = this.#strikes.get(keyOf(here))?.mishap;
    if (mishap) this.#struck++;
    return mishap;
  }
}

/** Long enough for everything else, retries included, to be over. */
const delayMs = 15 * 60 * 1000;

function keyOf({ chance, nth, about }: Strike): string {
  return `${chance} ${nth} ${about ?? ""}`;
}

function lastName(arn: string): string {
  return arn.split(/[/:]/).at(-1)!;
}
