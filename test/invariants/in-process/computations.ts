import { canonical } from "../canonical.ts";
import type { Call, CallResult } from "./calls.ts";
import { Interner } from "./interner.ts";
import type { Delivery } from "./state.ts";
import { perform, type Services } from "./stores.ts";

/** A run that has not ended: the prefix of its random ids, and the ids of its calls' results. */
export interface Run {
  delivery: number;
  idPrefix: string;
  results: readonly number[];
}

/** How a run ends: answered 202, otherwise, or with an error. */
export type End = { accepted?: string } | { failure: string };
/** What a run does next: a call, by its id, or its end. */
export type NextAction = { call: number } | End;

/** A call's effect on its store. */
export interface Effect {
  result: number;
  contents: number;
  deliveries: readonly number[];
  /** The call with which a pipe then puts events on the bus. */
  piped?: number;
}

/** More than any run needs, even if others disturb it. */
const maxCalls = 40;

/**
 * What a run does next, and what a call does to its store's contents: computed once and cached. Contents, deliveries,
 * runs, calls and results are numbers: equal values have equal numbers.
 */
export class Computations {
  readonly #services: Services;
  readonly #contents = new Interner();
  readonly #deliveryIds = new Interner();
  readonly #deliveries: Delivery[] = [];
  readonly #runIds = new Interner();
  readonly #runs: Run[] = [];
  readonly #next: NextAction[] = [];
  readonly #callIds = new Interner();
  readonly #calls: Call[] = [];
  readonly #resultIds = new Interner();
  readonly #results: CallResult[] = [];
  readonly #effects = new Map<string, Effect>();
  readonly #prefixesIn: Set<string>[] = [];

  constructor(services: Services) {
    this.#services = services;
  }

  contentsId(items: readonly object[]): number {
    return this.#contents.idOf(canonical(items));
  }

  /** The items of a table, the events on the bus. */
  contents<T>(id: number): T[] {
    return JSON.parse(this.#contents.textOf(id));
  }

  /** The prefixes of the random ids in some contents. */
  prefixesIn(contents: number): ReadonlySet<string> {
    return (this.#prefixesIn[contents] ??= new Set(this.#contents.textOf(contents).match(/random\(\d+\.\d+\)/g)));
  }

  deliveryId(delivery: Delivery): number {
    const id = this.#deliveryIds.idOf(JSON.stringify(delivery));
    this.#deliveries[id] ??= delivery;
    return id;
  }

  delivery(id: number): Delivery {
    return this.#deliveries[id]!;
  }

  runId(run: Run): number {
    const id = this.#runIds.idOf(`${run.delivery} ${run.idPrefix} ${run.results}`);
    this.#runs[id] ??= run;
    return id;
  }

  run(id: number): Run {
    return this.#runs[id]!;
  }

  call(id: number): Call {
    return this.#calls[id]!;
  }

  resultId(result: CallResult): number {
    const id = this.#resultIds.idOf("error" in result ? String(result.error) : JSON.stringify(result));
    this.#results[id] ??= result;
    return id;
  }

  result(id: number): CallResult {
    return this.#results[id]!;
  }

  async next(id: number): Promise<NextAction> {
    return this.#next[id] ?? (this.#next[id] = await this.#computeNext(this.#runs[id]!));
  }

  /** @throws Error if the run makes so many calls that it seems not to end */
  async #computeNext({ delivery, idPrefix, results }: Run): Promise<NextAction> {
    const { functionName, event } = this.delivery(delivery);
    if (results.length > maxCalls)
      throw new Error(`A run of ${functionName} has made ${maxCalls} calls: it never ends.`);
    const given = results.map((result) => this.#results[result]!);
    const next = await this.#services.handlers.next({ functionName, event, idPrefix, results: given });
    return "call" in next ? { call: this.#callId(next.call) } : endOf(next);
  }

  async effect(call: number, contents: number): Promise<Effect> {
    const key = `${call} ${contents}`;
    let effect = this.#effects.get(key);
    if (!effect) this.#effects.set(key, (effect = await this.#computeEffect(call, contents)));
    return effect;
  }

  async #computeEffect(call: number, contents: number): Promise<Effect> {
    const performed = await perform(this.#contents.textOf(contents), this.#calls[call]!, this.#services);
    const { piped: Entries = [] } = performed;
    return {
      result: this.resultId(performed.result),
      contents: this.#contents.idOf(performed.contents),
      deliveries: performed.deliveries.map((delivery) => this.deliveryId(delivery)),
      ...(Entries.length > 0 && {
        piped: this.#callId({ service: "events", operation: "PutEvents", input: { Entries } }),
      }),
    };
  }

  #callId(call: Call): number {
    const id = this.#callIds.idOf(`${call.operation} ${JSON.stringify(call.input)}`);
    this.#calls[id] ??= call;
    return id;
  }
}

function endOf(end: { returned: unknown } | { threw: string }): End {
  if ("threw" in end) return { failure: end.threw };
  const { statusCode, body } = (end.returned ?? {}) as { statusCode?: number; body?: string };
  return statusCode === 202 ? { accepted: JSON.parse(body!).bookingId } : {};
}
