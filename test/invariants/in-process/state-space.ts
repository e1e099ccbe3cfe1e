import { canonical } from "../canonical.ts";
import type { Call, CallResult } from "./calls.ts";
import type { Database } from "./database.ts";
import type { HandlerRunner } from "./handler-runner.ts";
import { Interner } from "./interner.ts";
import type { CallAction, Delivery, Fault, Scenario, State, Transition } from "./state.ts";
import { bus, emptyContents, inbox, perform, storeOf } from "./stores.ts";
import type { Wiring } from "./wiring.ts";

/** A run that has not ended: the prefix of its random ids, and the ids of its calls' results. */
interface Run {
  delivery: number;
  idPrefix: string;
  results: readonly number[];
}

/** What a run does next: a call, by its id, or its end. */
type NextAction = { call: number } | { accepted?: string } | { failure: string };

interface Effect {
  result: number;
  contents: number;
  deliveries: readonly number[];
}

interface RunOptions {
  starts: boolean;
  repeated: boolean;
  /** Whether faults may be injected into the run. */
  mayFail: boolean;
}

const faults: readonly Fault[] = ["crash", "lost response"];
const reads = new Set(["Get", "Query", "Scan"]);

/**
 * The states of the system and the transitions between them. All values are interned as numbers. What a
 * run does next, and the effect of a call on its store's contents, are computed once and cached.
 */
export class StateSpace {
  readonly #handlers: HandlerRunner;
  readonly #services: { wiring: Wiring; database: Database };
  /** The index of each store in `State.contents`. */
  readonly #storeIndex: ReadonlyMap<string, number>;
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

  constructor(handlers: HandlerRunner, services: { wiring: Wiring; database: Database }) {
    this.#handlers = handlers;
    this.#services = services;
    const stores = [bus, inbox, ...services.wiring.tables.map(({ name }) => name)];
    this.#storeIndex = new Map(stores.map((store, index) => [store, index]));
  }

  initialState({ deliveries, contents = {}, duplicates, faults }: Scenario): State {
    const ids = [...this.#storeIndex.keys()].map((store) => this.#contents.idOf(canonical(contents[store] ?? [])));
    const pending = deliveries.map((delivery) => this.#deliveryId(delivery)).sort(byNumber);
    return { contents: ids, pending, runs: [], failed: [], redrivenAt: [], accepted: [], duplicates, faults };
  }

  keyOf({ contents, pending, runs, failed, redrivenAt, accepted, duplicates, faults }: State): string {
    return `${contents}|${pending}|${runs}|${failed}|${redrivenAt}|${accepted}|${duplicates}|${faults}`;
  }

  /** What a store contains in a state: a table's items, the events on the bus. */
  contentsOf<T>({ contents }: State, store: string): T[] {
    const index = this.#storeIndex.get(store);
    return JSON.parse(index === undefined ? emptyContents : this.#contents.textOf(contents[index]!));
  }

  delivery(id: number): Delivery {
    return this.#deliveries[id]!;
  }

  call(id: number): Call {
    return this.#calls[id]!;
  }

  /** All transitions from a state; none from a final one. */
  async transitionsFrom(state: State, scenario: Scenario): Promise<Transition[]> {
    const transitions: Transition[] = [];
    const mayFail = (delivery: number) =>
      scenario.faultyFunctions?.includes(this.delivery(delivery).functionName) ?? true;
    for (const delivery of new Set(state.pending)) {
      if (!this.#mayStart(delivery, state, scenario)) continue;
      const run = this.#runId({ delivery, idPrefix: this.#unusedPrefix(delivery, state), results: [] });
      const options = { starts: true, repeated: false, mayFail: mayFail(delivery) };
      await this.#advance(run, { ...state, pending: without(state.pending, delivery) }, options, transitions);
      if (state.duplicates === 0 || !mayFail(delivery)) continue;
      const afterwards = { ...state, duplicates: state.duplicates - 1 };
      await this.#advance(run, afterwards, { ...options, repeated: true }, transitions);
    }
    for (const run of new Set(state.runs)) {
      const options = { starts: false, repeated: false, mayFail: mayFail(this.#runs[run]!.delivery) };
      await this.#advance(run, { ...state, runs: without(state.runs, run) }, options, transitions);
    }
    if (transitions.length === 0 && state.failed.length > 0 && String(state.redrivenAt) !== String(state.contents)) {
      transitions.push({
        action: { kind: "redrive" },
        to: { ...state, pending: state.failed, failed: [], redrivenAt: state.contents },
      });
    }
    return transitions;
  }

  #mayStart(delivery: number, { runs }: State, { concurrency = 1, overlapping }: Scenario): boolean {
    if (runs.length === 0) return true;
    if (runs.length >= concurrency) return false;
    if (!overlapping) return true;
    const inProgress = runs.map((run) => this.#runs[run]!.delivery);
    return [delivery, ...inProgress].every((each) => overlapping.includes(this.delivery(each).functionName));
  }

  /** The first prefix that no store and no run uses. Reusing one whose ids were never stored makes no difference. */
  #unusedPrefix(delivery: number, { contents, runs }: State): string {
    for (let count = 1; ; count++) {
      const prefix = `random(${delivery}.${count})`;
      const isStored = contents.some((id) => this.#prefixesOf(id).has(prefix));
      if (!isStored && !runs.some((run) => this.#runs[run]!.idPrefix === prefix)) return prefix;
    }
  }

  #prefixesOf(contents: number): Set<string> {
    return (this.#prefixesIn[contents] ??= new Set(this.#contents.textOf(contents).match(/random\(\d+\.\d+\)/g)));
  }

  /** Adds the transitions for the run's next call. `rest` is the state without the run. */
  async #advance(
    id: number,
    rest: State,
    { mayFail, ...options }: RunOptions,
    transitions: Transition[],
  ): Promise<void> {
    const run = this.#runs[id]!;
    const next = this.#next[id] ?? (await this.#computeNext(id));
    if (!("call" in next)) {
      const action = { kind: "call" as const, delivery: run.delivery, ...options, call: -1, error: "" };
      transitions.push(ended(rest, action, next));
      return;
    }
    const { call } = next;
    const index = this.#storeIndex.get(storeOf(this.#calls[call]!))!;
    const effect =
      this.#effects.get(`${call} ${rest.contents[index]}`) ?? (await this.#computeEffect(call, rest.contents[index]!));
    const after = {
      ...rest,
      contents: rest.contents.with(index, effect.contents),
      pending: merged(rest.pending, effect.deliveries),
    };
    const result = this.#results[effect.result]!;
    const error = "error" in result ? (result.error as Error).name : "";
    const action: CallAction = { kind: "call", delivery: run.delivery, ...options, call, error };

    const advanced = this.#runId({ ...run, results: [...run.results, effect.result] });
    const afterwards = this.#next[advanced] ?? (await this.#computeNext(advanced));
    if ("call" in afterwards) transitions.push({ action, to: { ...after, runs: merged(after.runs, [advanced]) } });
    else transitions.push(ended(after, action, afterwards));

    // A crash after a read has the same effect as one before it.
    if (!mayFail || rest.faults === 0 || reads.has(this.#calls[call]!.operation)) return;
    for (const fault of faults) {
      const faulty = { ...after, faults: rest.faults - 1 };
      const to =
        fault === "crash"
          ? { ...faulty, pending: merged(faulty.pending, [run.delivery]) }
          : { ...faulty, runs: merged(faulty.runs, [id]) };
      transitions.push({ action: { ...action, fault }, to });
    }
  }

  async #computeNext(id: number): Promise<NextAction> {
    const run = this.#runs[id]!;
    const results = run.results.map((result) => this.#results[result]!);
    const next = await this.#handlers.next({ ...this.delivery(run.delivery), idPrefix: run.idPrefix, results });
    const found = "call" in next ? { call: this.#callId(next.call) } : outcomeOf(next);
    this.#next[id] = found;
    return found;
  }

  async #computeEffect(call: number, contents: number): Promise<Effect> {
    const performed = await perform(this.#contents.textOf(contents), this.#calls[call]!, this.#services);
    const effect = {
      result: this.#resultId(performed.result),
      contents: this.#contents.idOf(performed.contents),
      deliveries: performed.deliveries.map((delivery) => this.#deliveryId(delivery)),
    };
    this.#effects.set(`${call} ${contents}`, effect);
    return effect;
  }

  #deliveryId(delivery: Delivery): number {
    const id = this.#deliveryIds.idOf(JSON.stringify(delivery));
    this.#deliveries[id] ??= delivery;
    return id;
  }

  #runId(run: Run): number {
    const id = this.#runIds.idOf(`${run.delivery} ${run.idPrefix} ${run.results}`);
    this.#runs[id] ??= run;
    return id;
  }

  #callId(call: Call): number {
    const id = this.#callIds.idOf(`${call.operation} ${JSON.stringify(call.input)}`);
    this.#calls[id] ??= call;
    return id;
  }

  #resultId(result: CallResult): number {
    const id = this.#resultIds.idOf("error" in result ? String(result.error) : JSON.stringify(result));
    this.#results[id] ??= result;
    return id;
  }
}

function outcomeOf(end: { returned: unknown } | { threw: string }): NextAction {
  if ("threw" in end) return { failure: end.threw };
  const { statusCode, body } = (end.returned ?? {}) as { statusCode?: number; body?: string };
  return statusCode === 202 ? { accepted: JSON.parse(body!).bookingId } : {};
}

function ended(state: State, action: CallAction, end: { accepted?: string } | { failure: string }): Transition {
  if ("failure" in end) {
    const to = { ...state, failed: merged(state.failed, [action.delivery]) };
    return { action: { ...action, failure: end.failure }, to };
  }
  if (end.accepted === undefined || state.accepted.includes(end.accepted)) return { action, to: state };
  return { action, to: { ...state, accepted: [...state.accepted, end.accepted].sort() } };
}

function without(numbers: readonly number[], number: number): readonly number[] {
  return numbers.toSpliced(numbers.indexOf(number), 1);
}

function merged(numbers: readonly number[], more: readonly number[]): readonly number[] {
  return more.length === 0 ? numbers : [...numbers, ...more].sort(byNumber);
}

function byNumber(a: number, b: number): number {
  return a - b;
}
