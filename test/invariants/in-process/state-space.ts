import type { Call, CallResult } from "./calls.ts";
import { Computations, type End, type Run } from "./computations.ts";
import type { CallAction, Delivery, Scenario, State, Transition } from "./state.ts";
import { bus, inbox, type Services, storeOf } from "./stores.ts";
import type { Wiring } from "./wiring.ts";

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

/** The states of the system and the transitions between them. */
export class StateSpace {
  readonly wiring: Wiring;
  readonly #computed: Computations;
  /** The index of each store in `State.contents`. */
  readonly #storeIndex: ReadonlyMap<string, number>;

  constructor(services: Services) {
    this.wiring = services.wiring;
    this.#computed = new Computations(services);
    const stores = [bus, inbox, ...services.wiring.tables.map(({ name }) => name)];
    this.#storeIndex = new Map(stores.map((store, index) => [store, index]));
  }

  initialState({ deliveries, contents = {}, duplicates, faults }: Scenario): State {
    const ids = [...this.#storeIndex.keys()].map((store) => this.#computed.contentsId(contents[store] ?? []));
    const pending = deliveries.map((delivery) => this.#computed.deliveryId(delivery)).sort(byNumber);
    const nothingYet = { runs: [], failed: [], redrivenAt: [], tickedAt: [], accepted: [], interruptions: 0 };
    return { contents: ids, pending, duplicates, faults, ...nothingYet };
  }

  keyOf(state: State): string {
    const { contents, pending, runs, failed, redrivenAt, tickedAt, accepted } = state;
    const counts = `${state.duplicates},${state.faults},${state.interruptions}`;
    return `${contents}|${pending}|${runs}|${failed}|${redrivenAt}|${tickedAt}|${accepted}|${counts}`;
  }

  /** What a store contains in a state: a table's items, the events on the bus. */
  contentsOf<T>({ contents }: State, store: string): T[] {
    const index = this.#storeIndex.get(store);
    return index === undefined ? [] : this.#computed.contents(contents[index]!);
  }

  delivery(id: number): Delivery {
    return this.#computed.delivery(id);
  }

  call(id: number): Call {
    return this.#computed.call(id);
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
      const run = this.#computed.runId({ delivery, idPrefix: this.#unusedPrefix(delivery, state), results: [] });
      const options = { starts: true, repeated: false, ...optionsOf(delivery) };
      const interruptions = state.interruptions + (this.#overlaps(delivery, state) ? 1 : 0);
      const pending = without(state.pending, delivery);
      await this.#advance(run, { ...state, interruptions, pending }, options, transitions);
      if (state.faults > 0 && scenario.losing?.includes(this.delivery(delivery).functionName)) {
        transitions.push({
          action: { kind: "discard", delivery },
          to: { ...state, pending, faults: state.faults - 1 },
        });
      }
      if (state.duplicates === 0 || !options.mayFail) continue;
      const afterwards = { ...state, interruptions, duplicates: state.duplicates - 1 };
      await this.#advance(run, afterwards, { ...options, repeated: true }, transitions);
    }
    for (const run of new Set(state.runs)) {
      const options = { starts: false, repeated: false, ...optionsOf(this.#computed.run(run).delivery) };
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
    const ticks = this.wiring.ticks.map((tick) => this.#computed.deliveryId(tick));
    if (ticks.length > 0 && String(state.tickedAt) !== String(contents)) {
      return [{ action: { kind: "tick" }, to: { ...state, pending: ticks, tickedAt: contents } }];
    }
    return [];
  }

  /** Whether a run for the same booking, of the same service, is in progress. */
  #overlaps(delivery: number, { runs }: State): boolean {
    return runs.some((run) => {
      const other = this.#computed.run(run).delivery;
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
    const inProgress = runs.map((run) => this.#computed.run(run).delivery);
    return [delivery, ...inProgress].every((each) => overlapping.includes(this.delivery(each).functionName));
  }

  /** The first prefix that no store and no run uses. Reusing one whose ids were never stored makes no difference. */
  #unusedPrefix(delivery: number, { contents, runs }: State): string {
    for (let count = 1; ; count++) {
      const prefix = `random(${delivery}.${count})`;
      const isStored = contents.some((id) => this.#computed.prefixesIn(id).has(prefix));
      if (!isStored && !runs.some((run) => this.#computed.run(run).idPrefix === prefix)) return prefix;
    }
  }

  /** Adds the transitions for the run's next call. `rest` is the state without the run. */
  async #advance(
    id: number,
    rest: State,
    { mayFail, givesUp, ...options }: RunOptions,
    transitions: Transition[],
  ): Promise<void> {
    const run = this.#computed.run(id);
    const next = await this.#computed.next(id);
    if (!("call" in next)) {
      const action = { kind: "call" as const, delivery: run.delivery, ...options, call: -1, error: "" };
      transitions.push(ended(rest, action, next));
      return;
    }
    const { call } = next;
    const effect = await this.#effectOn(rest, call);
    const { after } = effect;
    const error = errorIn(this.#computed.result(effect.result));
    const action: CallAction = { kind: "call", delivery: run.delivery, ...options, call, error };
    // A failure that follows from a change may not repeat, so Lambda's retry comes at any time.
    const retried = after.contents !== rest.contents;
    transitions.push(await this.#resume(run, effect.result, { action, after, retried }));

    const { service, operation } = this.#computed.call(call);
    // A crash after a read has the same effect as one before it.
    if (!mayFail || rest.faults === 0 || reads.has(operation)) return;
    const faulty = { ...after, faults: rest.faults - 1, interruptions: rest.interruptions + 1 };
    const crashed = givesUp ? faulty : { ...faulty, pending: merged(faulty.pending, [run.delivery]) };
    transitions.push({ action: { ...action, fault: "crash" }, to: crashed });

    const lost: CallAction = { ...action, fault: "lost response" };
    if (service === "http") {
      const result = this.#computed.resultId({ error: noAnswer });
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
    const id = this.#computed.runId({ ...run, results: [...run.results, result] });
    const next = await this.#computed.next(id);
    if ("call" in next) return { action, to: { ...after, runs: merged(after.runs, [id]) } };
    if (!("failure" in next) || !retried) return ended(after, action, next);
    const to = { ...after, pending: merged(after.pending, [action.delivery]) };
    return { action: { ...action, failure: next.failure }, to };
  }

  /** The state after a call, and its result. What a pipe puts on the bus is there at once, and is delivered at any time. */
  async #effectOn(before: State, call: number): Promise<{ after: State; result: number; piped?: number }> {
    const index = this.#storeIndex.get(storeOf(this.#computed.call(call), this.wiring))!;
    const effect = await this.#computed.effect(call, before.contents[index]!);
    const { result, piped, deliveries } = effect;
    const isSame = before.contents[index] === effect.contents;
    const contents = isSame ? before.contents : before.contents.with(index, effect.contents);
    const after = { ...before, contents, pending: merged(before.pending, deliveries) };
    if (piped === undefined) return { after, result };
    return { after: (await this.#effectOn(after, piped)).after, result, piped };
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

function ended(state: State, action: CallAction, end: End): Transition {
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
