import { canonical } from "../canonical.ts";
import type { Answer, Call } from "./calls.ts";
import type { Database } from "./database.ts";
import type { HandlerRuns } from "./handler-runs.ts";
import type { CallStep, Delivery, Followed, Mishap, Moment, Plot } from "./moment.ts";
import { Names } from "./names.ts";
import type { Wiring } from "./wiring.ts";
import { bus, emptyPart, inbox, partOf, perform } from "./world.ts";

/** A run as far as it has come: its random ids, and its calls' answers, by their numbers. */
interface RunSoFar {
  delivery: number;
  chance: string;
  answers: readonly number[];
}

/** What a run does next: a call, by its number, or its end. */
type Next = { call: number } | { accepted?: string } | { fails: string };

interface Effect {
  answer: number;
  part: number;
  deliveries: readonly number[];
}

interface How {
  begins: boolean;
  again: boolean;
  /** Whether a mishap may befall the run. */
  mayFail: boolean;
}

const mishaps: readonly Mishap[] = ["dies", "answer lost"];
const reads = new Set(["Get", "Query", "Scan"]);

/**
 * What can happen next, at any moment. Everything that it works with has a number, and every question
 * is asked once: what a run does next, and what a call does to the part of the world that it means.
 */
export class Engine {
  readonly #handlers: HandlerRuns;
  readonly #services: { wiring: Wiring; database: Database };
  readonly #slots: ReadonlyMap<string, number>;
  readonly #parts = new Names();
  readonly #deliveryNames = new Names();
  readonly #deliveries: Delivery[] = [];
  readonly #runNames = new Names();
  readonly #runs: RunSoFar[] = [];
  readonly #next: Next[] = [];
  readonly #callNames = new Names();
  readonly #calls: Call[] = [];
  readonly #answerNames = new Names();
  readonly #answers: Answer[] = [];
  readonly #effects = new Map<string, Effect>();
  readonly #chancesIn: Set<string>[] = [];

  constructor(handlers: HandlerRuns, services: { wiring: Wiring; database: Database }) {
    this.#handlers = handlers;
    this.#services = services;
    const parts = [bus, inbox, ...services.wiring.tables.map(({ name }) => name)];
    this.#slots = new Map(parts.map((part, slot) => [part, slot]));
  }

  begin({ begins, before = {}, duplicates, mishaps }: Plot): Moment {
    const world = [...this.#slots.keys()].map((part) => this.#parts.of(canonical(before[part] ?? [])));
    const pending = begins.map((delivery) => this.#nameDelivery(delivery)).sort(byNumber);
    return { world, pending, runs: [], failed: [], redrivenAt: [], accepted: [], duplicates, mishaps };
  }

  keyOf({ world, pending, runs, failed, redrivenAt, accepted, duplicates, mishaps }: Moment): string {
    return `${world}|${pending}|${runs}|${failed}|${redrivenAt}|${accepted}|${duplicates}|${mishaps}`;
  }

  /** What is in a part of the world at a moment: a table's items, the events on the bus. */
  part<T>({ world }: Moment, part: string): T[] {
    const slot = this.#slots.get(part);
    return JSON.parse(slot === undefined ? emptyPart : this.#parts.text(world[slot]!));
  }

  delivery(number: number): Delivery {
    return this.#deliveries[number]!;
  }

  call(number: number): Call {
    return this.#calls[number]!;
  }

  /** All that may happen next; nothing if the story is at its end. */
  async stepsFrom(moment: Moment, plot: Plot): Promise<Followed[]> {
    const steps: Followed[] = [];
    const isStruck = (delivery: number) => plot.befall?.includes(this.delivery(delivery).functionName) ?? true;
    for (const delivery of new Set(moment.pending)) {
      if (!this.#mayBegin(delivery, moment, plot)) continue;
      const run = this.#nameRun({ delivery, chance: this.#freshChance(delivery, moment), answers: [] });
      const how = { begins: true, again: false, mayFail: isStruck(delivery) };
      await this.#goOn(run, { ...moment, pending: without(moment.pending, delivery) }, how, steps);
      if (moment.duplicates === 0 || !isStruck(delivery)) continue;
      await this.#goOn(run, { ...moment, duplicates: moment.duplicates - 1 }, { ...how, again: true }, steps);
    }
    for (const run of new Set(moment.runs)) {
      const how = { begins: false, again: false, mayFail: isStruck(this.#runs[run]!.delivery) };
      await this.#goOn(run, { ...moment, runs: without(moment.runs, run) }, how, steps);
    }
    if (steps.length === 0 && moment.failed.length > 0 && String(moment.redrivenAt) !== String(moment.world)) {
      steps.push({
        step: { kind: "redrive" },
        to: { ...moment, pending: moment.failed, failed: [], redrivenAt: moment.world },
      });
    }
    return steps;
  }

  #mayBegin(delivery: number, { runs }: Moment, { atOnce = 1, together }: Plot): boolean {
    if (runs.length === 0) return true;
    if (runs.length >= atOnce) return false;
    if (!together) return true;
    const pending = runs.map((run) => this.#runs[run]!.delivery);
    return [delivery, ...pending].every((each) => together.includes(this.delivery(each).functionName));
  }

  /** Ids that nobody has heard of. What a run drew and did not use may be drawn again: it makes no difference. */
  #freshChance(delivery: number, { world, runs }: Moment): string {
    for (let count = 1; ; count++) {
      const chance = `chance(${delivery}.${count})`;
      const isKnown = world.some((part) => this.#chancesOf(part).has(chance));
      if (!isKnown && !runs.some((run) => this.#runs[run]!.chance === chance)) return chance;
    }
  }

  #chancesOf(part: number): Set<string> {
    return (this.#chancesIn[part] ??= new Set(this.#parts.text(part).match(/chance\(\d+\.\d+\)/g)));
  }

  /** The run's next call, with all that may come of it. `rest` is the moment without the run. */
  async #goOn(number: number, rest: Moment, { mayFail, ...how }: How, steps: Followed[]): Promise<void> {
    const run = this.#runs[number]!;
    const next = this.#next[number] ?? (await this.#workOutNext(number));
    if (!("call" in next)) {
      const step = { kind: "call" as const, delivery: run.delivery, ...how, call: -1, refused: "" };
      steps.push(ended(rest, step, next));
      return;
    }
    const { call } = next;
    const slot = this.#slots.get(partOf(this.#calls[call]!))!;
    const effect =
      this.#effects.get(`${call} ${rest.world[slot]}`) ?? (await this.#workOutEffect(call, rest.world[slot]!));
    const after = {
      ...rest,
      world: rest.world.with(slot, effect.part),
      pending: merged(rest.pending, effect.deliveries),
    };
    const answer = this.#answers[effect.answer]!;
    const refused = "error" in answer ? (answer.error as Error).name : "";
    const step: CallStep = { kind: "call", delivery: run.delivery, ...how, call, refused };

    const answered = this.#nameRun({ ...run, answers: [...run.answers, effect.answer] });
    const afterwards = this.#next[answered] ?? (await this.#workOutNext(answered));
    if ("call" in afterwards) steps.push({ step, to: { ...after, runs: merged(after.runs, [answered]) } });
    else steps.push(ended(after, step, afterwards));

    // Who dies after a read has done no more than who dies before it.
    if (!mayFail || rest.mishaps === 0 || reads.has(this.#calls[call]!.operation)) return;
    for (const mishap of mishaps) {
      const hit = { ...after, mishaps: rest.mishaps - 1 };
      const to =
        mishap === "dies"
          ? { ...hit, pending: merged(hit.pending, [run.delivery]) }
          : { ...hit, runs: merged(hit.runs, [number]) };
      steps.push({ step: { ...step, mishap }, to });
    }
  }

  async #workOutNext(number: number): Promise<Next> {
    const run = this.#runs[number]!;
    const answers = run.answers.map((answer) => this.#answers[answer]!);
    const next = await this.#handlers.next({ ...this.delivery(run.delivery), chance: run.chance, answers });
    const found = "call" in next ? { call: this.#nameCall(next.call) } : outcomeOf(next);
    this.#next[number] = found;
    return found;
  }

  async #workOutEffect(call: number, part: number): Promise<Effect> {
    const performed = await perform(this.#parts.text(part), this.#calls[call]!, this.#services);
    const effect = {
      answer: this.#nameAnswer(performed.answer),
      part: this.#parts.of(performed.part),
      deliveries: performed.deliveries.map((delivery) => this.#nameDelivery(delivery)),
    };
    this.#effects.set(`${call} ${part}`, effect);
    return effect;
  }

  #nameDelivery(delivery: Delivery): number {
    const number = this.#deliveryNames.of(JSON.stringify(delivery));
    this.#deliveries[number] ??= delivery;
    return number;
  }

  #nameRun(run: RunSoFar): number {
    const number = this.#runNames.of(`${run.delivery} ${run.chance} ${run.answers}`);
    this.#runs[number] ??= run;
    return number;
  }

  #nameCall(call: Call): number {
    const number = this.#callNames.of(`${call.operation} ${JSON.stringify(call.input)}`);
    this.#calls[number] ??= call;
    return number;
  }

  #nameAnswer(answer: Answer): number {
    const number = this.#answerNames.of("error" in answer ? String(answer.error) : JSON.stringify(answer));
    this.#answers[number] ??= answer;
    return number;
  }
}

function outcomeOf(end: { returned: unknown } | { threw: string }): Next {
  if ("threw" in end) return { fails: end.threw };
  const { statusCode, body } = (end.returned ?? {}) as { statusCode?: number; body?: string };
  return statusCode === 202 ? { accepted: JSON.parse(body!).bookingId } : {};
}

function ended(moment: Moment, step: CallStep, end: { accepted?: string } | { fails: string }): Followed {
  if ("fails" in end) {
    return { step: { ...step, fails: end.fails }, to: { ...moment, failed: merged(moment.failed, [step.delivery]) } };
  }
  if (end.accepted === undefined || moment.accepted.includes(end.accepted)) return { step, to: moment };
  return { step, to: { ...moment, accepted: [...moment.accepted, end.accepted].sort() } };
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
