import type { CallRequest, RoleSession } from "../core/account.ts";
import type { CallFault, Change, ChangeFault, DeliveryFault, Faults, InvokeFault } from "../core/faults.ts";
import type { Random } from "../core/random.ts";
import type { DeliveryAttempt } from "./scope.ts";

/** A function's call that waits for its turn. */
interface Waiting {
  call: CallRequest;
  environment: string;
  release: () => void;
}

/** After this many turns of the event loop without activity, ended work is assumed to have started nothing more. */
const quietTurns = 4;

/**
 * Makes a run repeat exactly: functions' calls wait here, and when nothing else can continue, one of them is released, drawn
 * from the seed. At most one function works at a time, whatever the machine's timing, so the same seed gives the same run.
 * Faults are injected as usual.
 *
 * Several concurrent calls of one function are released in the order of their arrival.
 */
export class SerialMode implements Faults {
  readonly #faults: Faults;
  readonly #random: Random;
  readonly #runs = new Map<string, string>();
  readonly #waiting: Waiting[] = [];
  /** Environments whose call waits for another function. */
  readonly #invoking = new Set<string>();
  readonly #released: string[] = [];
  #busy = 0;
  #changes = 0;
  #watching = false;

  constructor({ faults, random }: { faults: Faults; random: Random }) {
    this.#faults = faults;
    this.#random = random;
  }

  /** The released calls in order, e.g. "payment-charge dynamodb.PutItem". */
  get released(): readonly string[] {
    return this.#released;
  }

  onCall(call: CallRequest): CallFault | undefined {
    return this.#faults.onCall(call);
  }

  onDelivery(delivery: DeliveryAttempt): DeliveryFault | undefined {
    return this.#faults.onDelivery(delivery);
  }

  onChange(change: Change): ChangeFault | undefined {
    return this.#faults.onChange?.(change);
  }

  onOutdated(outdated: Parameters<NonNullable<Faults["onOutdated"]>>[0]): void {
    this.#faults.onOutdated?.(outdated);
  }

  onInvoke(invocation: { functionName: string; requestId: string }): InvokeFault | undefined {
    const fault = this.#faults.onInvoke(invocation);
    // A slow run waits for time to pass, and would block all others: it counts from its first call.
    if (fault === undefined) this.#runs.set(invocation.requestId, invocation.functionName);
    this.#somethingHappened();
    return fault;
  }

  onInvokeEnd({ requestId }: { requestId: string }): void {
    this.#runs.delete(requestId);
    this.#somethingHappened();
  }

  /** Resolves when it is this call's turn, with a function to call when the call has ended. */
  async turn(call: CallRequest): Promise<() => void> {
    const caller = callingFunction(call);
    if (caller) await this.#queue(call, environmentOf(caller));
    if (waitsForOthers(call)) return caller ? this.#invoke(environmentOf(caller)) : () => {};
    this.#busy++;
    return () => {
      this.#busy--;
      this.#somethingHappened();
    };
  }

  #queue(call: CallRequest, environment: string): Promise<void> {
    return new Promise((release) => {
      this.#waiting.push({ call, environment, release });
      this.#somethingHappened();
    });
  }

  #invoke(environment: string): () => void {
    this.#invoking.add(environment);
    return () => this.#invoking.delete(environment);
  }

  #somethingHappened(): void {
    this.#changes++;
    if (!this.#watching) void this.#watch();
  }

  async #watch(): Promise<void> {
    this.#watching = true;
    for (let quiet = 0, seen = this.#changes; quiet < quietTurns; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (seen === this.#changes) continue;
      seen = this.#changes;
      quiet = 0;
    }
    this.#watching = false;
    if (this.#waiting.length > 0 && this.#nothingElseRuns()) this.#releaseOne();
  }

  #nothingElseRuns(): boolean {
    if (this.#busy > 0) return false;
    const held = new Set([...this.#invoking, ...this.#waiting.map(({ environment }) => environment)]);
    const stuck = countBy([...held], functionOf);
    const running = countBy([...this.#runs.values()], (name) => name);
    return [...running].every(([name, runs]) => runs <= (stuck.get(name) ?? 0));
  }

  #releaseOne(): void {
    const environments = [...new Set(this.#waiting.map(({ environment }) => environment))].sort();
    const chosen = environments[this.#random.below(environments.length)];
    const at = this.#waiting.findIndex(({ environment }) => environment === chosen);
    const [{ call, environment, release }] = this.#waiting.splice(at, 1) as [Waiting];
    this.#released.push(`${functionOf(environment)} ${call.service}.${call.operation}`);
    release();
  }
}

/** The calling function. Lambda writes the log with the function's role, so those calls are not the function's. */
function callingFunction({ service, principal }: CallRequest): RoleSession | undefined {
  if (principal.kind !== "role" || principal.functionName === undefined || service === "logs") return undefined;
  return principal;
}

/** Calls that end only when others make progress or time passes: nothing waits for them. */
function waitsForOthers({ service, operation, input }: CallRequest): boolean {
  if (service === "sqs") return operation === "ReceiveMessage";
  const { InvocationType } = input as { InvocationType?: string };
  if (service === "lambda" && operation === "InvokeFunctionUrl") return true;
  return service === "lambda" && operation === "Invoke" && InvocationType !== "Event";
}

function environmentOf({ functionName, environmentId = "" }: RoleSession): string {
  return `${functionName} ${environmentId}`;
}

function functionOf(environment: string): string {
  return environment.slice(0, environment.indexOf(" "));
}

function countBy<T>(items: T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
