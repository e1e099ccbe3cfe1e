import { canonical } from "../canonical.ts";
import type { Call, CallResult } from "./calls.ts";
import { Interner } from "./interner.ts";
import type { CallAction, Delivery, Fault, Scenario, State, Transition } from "./state.ts";
import { bus, emptyContents, inbox, perform, type Services, storeOf } from "./stores.ts";
import type { Wiring } from "./wiring.ts";

/** A run that has not ended: the prefix of its random ids, and the ids of its calls' results. */
interface Run {
  delivery: number;
  idPrefix: string;
  results: readonly number[];
}

/** What a run does next: a call, by its id, or its end. */
type NextAction = { call: number } | { accepted?: string } | { failure: string };

/** A call's effect on its store. */
interface Effect {
  result: number;
  contents: number;
  deliveries: readonly number[];
  /** The call with which a pipe then puts events on the bus. */
  piped?: number;
}

interface RunOptions {
  starts: boolean;
  repeated: boolean;
  /** Whether faults may be injected into the run. */
  mayFail: boolean;
  /** Whether nobody tries again if it crashes. */
  givesUp: boolean;
}

const reads = new Set(["Get", "Query", "Scan"]);
/** What `fetch` throws if there is no answer in time. The SDK's clients retry instead. */
const noAnswer = new DOMException("The operation was aborted due to timeout", "TimeoutError");

/**
 * The states of the system and the transitions between them. All values are interned as numbers. What a
 * run does next, and the effect of a call on its store's contents, are computed once and cached.
 */
export class StateSpace {
  readonly #services: Services;
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

  constructor(services: Services) {
    this.#services = services;
    const stores = [bus, inbox, ...services.wiring.tables.map(({ name }) => name)];
    this.#storeIndex = new Map(stores.map((store, index) => [store, index]));
  }

  initialState({ deliveries, contents = {}, duplicates, faults }: Scenario): State {
    const ids = [...this.#storeIndex.keys()].map((store) => this.#contents.idOf(canonical(contents[store] ?? [])));
    const pending = deliveries.map((delivery) => this.#deliveryId(delivery)).sort(byNumber);
    const nothingYet = { runs: [], failed: [], redrivenAt: [], tickedAt: [], accepted: [], interruptions: 0 };
    return { contents: ids, pending, duplicates, faults, ...nothingYet };
  }

  keyOf(state: State): string {
    const { contents, pending, runs, failed, redrivenAt, tickedAt, accepted } = state;
    const counts = `${state.duplicates},${state.faults},${state.interruptions}`;
    return `${contents}|${pending}|${runs}|${failed}|${redrivenAt}|${tickedAt}|${accepted}|${counts}`;
  }

  get wiring(): Wiring {
    return this.#services.wiring;
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
    const optionsOf = (delivery: number) => ({
      mayFail: scenario.faultyFunctions?.includes(this.delivery(delivery).functionName) ?? true,
      givesUp: scenario.callersGiveUp === true && this.#functionOf(delivery).hasCaller,
    });
    for (const delivery of new Set(state.pending)) {
      if (!this.#mayStart(delivery, state, scenario)) continue;
      const run = this.#runId({ delivery, idPrefix: this.#unusedPrefix(delivery, state), results: [] });
      const options = { starts: true, repeated: false, ...optionsOf(delivery) };
      const interruptions = state.interruptions + (this.#overlaps(delivery, state) ? 1 : 0);
      const started = { ...state, interruptions, pending: without(state.pending, delivery) };
      await this.#advance(run, started, options, transitions);
      if (state.duplicates === 0 || !options.mayFail) continue;
      const afterwards = { ...state, interruptions, duplicates: state.duplicates - 1 };
      await this.#advance(run, afterwards, { ...options, repeated: true }, transitions);
    }
    for (const run of new Set(state.runs)) {
      const options = { starts: false, repeated: false, ...optionsOf(this.#runs[run]!.delivery) };
      await this.#advance(run, { ...state, runs: without(state.runs, run) }, options, transitions);
    }
    return transitions.length > 0 ? transitions : this.#afterAWhile(state);
  }

  /** What happens once nothing else is left to do: a person redrives the failed events, then the deadline comes. */
  #afterAWhile(state: State): Transition[] {
    const { contents, failed } = state;
    if (failed.length > 0 && String(state.redrivenAt) !== String(contents)) {
      return [{ action: { kind: "redrive" }, to: { ...state, pending: failed, failed: [], redrivenAt: contents } }];
    }
    const ticks = this.wiring.ticks.map((tick) => this.#deliveryId(tick));
    if (ticks.length > 0 && String(state.tickedAt) !== String(contents)) {
      return [{ action: { kind: "tick" }, to: { ...state, pending: ticks, tickedAt: contents } }];
    }
    return [];
  }

  /** Whether a run for the same booking, of the same service, is in progress. */
  #overlaps(delivery: number, { runs }: State): boolean {
    return runs.some((run) => {
      const other = this.#runs[run]!.delivery;
      const tables = [delivery, other].map((each) => this.#functionOf(each).environment.TABLE_NAME);
      const bookings = [delivery, other].map((each) => bookingOf(this.delivery(each)));
      return tables[0] === tables[1] && (bookings[0] === bookings[1] || bookings.includes(undefined));
    });
  }

  #functionOf(delivery: number) {
    return this.wiring.functions.get(this.delivery(delivery).functionName)!;
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
    { mayFail, givesUp, ...options }: RunOptions,
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
    const effect = await this.#effectOn(rest, call);
    const { after } = effect;
    const error = errorIn(this.#results[effect.result]!);
    const action: CallAction = { kind: "call", delivery: run.delivery, ...options, call, error };
    // A failure that follows from a change may not repeat, so Lambda's retry comes at any time.
    const retried = after.contents !== rest.contents;
    transitions.push(await this.#resume(run, effect.result, { action, after, retried }));

    const { service, operation } = this.#calls[call]!;
    // A crash after a read has the same effect as one before it.
    if (!mayFail || rest.faults === 0 || reads.has(operation)) return;
    const faulty = { ...after, faults: rest.faults - 1, interruptions: rest.interruptions + 1 };
    const crashed = givesUp ? faulty : { ...faulty, pending: merged(faulty.pending, [run.delivery]) };
    transitions.push({ action: { ...action, fault: "crash" }, to: crashed });

    const lost: CallAction = { ...action, fault: "lost response" };
    if (service === "http") {
      const result = this.#resultId({ error: noAnswer });
      transitions.push(await this.#resume(run, result, { action: lost, after: faulty, retried: true }));
    } else transitions.push({ action: lost, to: { ...faulty, runs: merged(faulty.runs, [id]) } });

    if (effect.piped === undefined) return;
    const { after: to } = await this.#effectOn(faulty, effect.piped);
    const repeated: CallAction = { ...action, fault: "repeat by the pipe" };
    transitions.push(await this.#resume(run, effect.result, { action: repeated, after: to, retried }));
  }

  /** The run goes on with the result of its last call: to its next call, or to its end. */
  async #resume(
    run: Run,
    result: number,
    { action, after, retried }: { action: CallAction; after: State; retried: boolean },
  ): Promise<Transition> {
    const id = this.#runId({ ...run, results: [...run.results, result] });
    const next = this.#next[id] ?? (await this.#computeNext(id));
    if ("call" in next) return { action, to: { ...after, runs: merged(after.runs, [id]) } };
    if (!("failure" in next) || !retried) return ended(after, action, next);
    const to = { ...after, pending: merged(after.pending, [action.delivery]) };
    return { action: { ...action, failure: next.failure }, to };
  }

  /** The state after a call, and its result. What a pipe puts on the bus is there at once, and is delivered at any time. */
  async #effectOn(before: State, call: number): Promise<{ after: State; result: number; piped?: number }> {
    const index = this.#storeIndex.get(storeOf(this.#calls[call]!, this.wiring))!;
    const effect =
      this.#effects.get(`${call} ${before.contents[index]}`) ??
      (await this.#computeEffect(call, before.contents[index]!));
    const { result, piped, deliveries } = effect;
    const isSame = before.contents[index] === effect.contents;
    const contents = isSame ? before.contents : before.contents.with(index, effect.contents);
    const after = { ...before, contents, pending: merged(before.pending, deliveries) };
    if (piped === undefined) return { after, result };
    return { after: (await this.#effectOn(after, piped)).after, result, piped };
  }

  async #computeNext(id: number): Promise<NextAction> {
    const run = this.#runs[id]!;
    const results = run.results.map((result) => this.#results[result]!);
    const next = await this.#services.handlers.next({
      ...this.delivery(run.delivery),
      idPrefix: run.idPrefix,
      results,
    });
    const found = "call" in next ? { call: this.#callId(next.call) } : outcomeOf(next);
    this.#next[id] = found;
    return found;
  }

  async #computeEffect(call: number, contents: number): Promise<Effect> {
    const performed = await perform(this.#contents.textOf(contents), this.#calls[call]!, this.#services);
    const { piped: Entries = [] } = performed;
    const effect: Effect = {
      result: this.#resultId(performed.result),
      contents: this.#contents.idOf(performed.contents),
      deliveries: performed.deliveries.map((delivery) => this.#deliveryId(delivery)),
      ...(Entries.length > 0 && {
        piped: this.#callId({ service: "events", operation: "PutEvents", input: { Entries } }),
      }),
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

function errorIn(result: CallResult): string {
  return "error" in result ? (result.error as Error).name : "";
}

/** The booking that a delivery is about; undefined for a schedule's tick, which may be about any. */
function bookingOf({ event }: Delivery): string | undefined {
  const { body, detail } = event as { body?: string; detail?: { bookingId: string } };
  return body === undefined ? detail?.bookingId : JSON.parse(body).bookingId;
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
