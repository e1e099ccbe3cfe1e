import type { Account, RoleSession } from "../../../core/account.ts";
import type { Random } from "../../../core/random.ts";
import type { Collection } from "../../../core/store.ts";
import { WorkQueue } from "../../../core/work-queue.ts";
import type { StreamReader } from "../../dynamodb/streams/stream-reader.ts";
import { asReason, openSource, problemOf, streamNotFound } from "../source-access.ts";
import { isActive, type StoredPipe } from "../stored-pipe.ts";
import { backoffMs, nextPoll } from "./backoff.ts";
import { FirstPart } from "./first-part.ts";
import { nextBatch } from "./next-batch.ts";
import { type Reading, withoutFirstPart } from "./reading.ts";

/**
 * Reads the streams of all running pipes. Each pipe works on one batch at a time, so that a batch that fails blocks the
 * stream behind it, and delivers at least once: it moves its position only after the bus has accepted the events.
 */
export class Poller {
  readonly #account: Account;
  readonly #pipes: Collection<StoredPipe>;
  readonly #readings: Collection<Reading>;
  readonly #queue: WorkQueue<Reading>;
  /** Ends the wait for records, by the id of the pipe. */
  readonly #listening = new Map<string, () => void>();
  /** Pipes at work, by id. */
  readonly #running = new Set<string>();
  /** A generator of its own, since a retry must not shift the draws of others. */
  readonly #random: Random;

  constructor(account: Account, pipes: Collection<StoredPipe>) {
    this.#account = account;
    this.#pipes = pipes;
    this.#readings = account.store.collection("pipes/readings");
    this.#queue = new WorkQueue({
      account,
      items: this.#readings,
      run: (id, reading) => this.#run(id, reading),
      isPending: ({ idle }) => !idle,
    });
    this.#random = account.random.fork();
  }

  get #stream(): StreamReader {
    return this.#account.service("dynamodb").streams!;
  }

  /** Reads for a pipe that was started or changed, from where it stopped; no longer reads for one that was stopped. */
  follow(pipe: StoredPipe): void {
    if (isActive(pipe)) this.#open(pipe);
    else this.#stopListening(pipe);
    const reading = this.#readings.get(pipe.id);
    if (reading) this.#later(pipe.id, reading);
    // If the pipe is at work, that is not disturbed: it looks at the pipe again at its end.
    this.#schedule(pipe.id);
  }

  /** Stops a pipe that has read its stream to the end, which nothing tells of while no record arrives. */
  endIfOver(pipe: StoredPipe): void {
    const reading = this.#readings.get(pipe.id);
    if (!isActive(pipe) || !reading?.idle) return;
    if (!this.#stream.exists(pipe.source)) return this.#end(pipe, reading);
    const { closed, records } = this.#stream.read(pipe.source, reading.position, 1);
    if (closed && records.length === 0) this.#end(pipe, reading);
  }

  forget(pipe: StoredPipe): void {
    this.#stopListening(pipe);
    this.#queue.remove(pipe.id);
  }

  /** Continues after a start: records may have been written that no poll has seen. */
  resume(): void {
    for (const pipe of [...this.#pipes.values()].filter(isActive)) {
      this.#open(pipe);
      const reading = this.#readings.get(pipe.id);
      if (reading?.idle) this.#queue.update(pipe.id, { ...reading, idle: false, dueAt: this.#account.clock.now() });
    }
    this.#queue.resume();
  }

  *pending(): Generator<string> {
    for (const id of this.#queue.pending()) yield `pipe ${this.#readings.get(id)!.pipeName}`;
  }

  async close(): Promise<void> {
    for (const stop of this.#listening.values()) stop();
    this.#listening.clear();
    await this.#queue.close();
  }

  /** Listens for records, and takes the starting position if the pipe never ran. */
  #open(pipe: StoredPipe): void {
    const { id, name, source, stream } = pipe;
    if (!this.#stream.exists(source)) return this.#end(pipe);
    if (!this.#readings.has(id)) {
      const position = this.#stream.resolve(source, stream.StartingPosition as "TRIM_HORIZON" | "LATEST");
      const dueAt = this.#account.clock.now();
      this.#queue.update(id, { pipeName: name, idle: true, position, refusals: 0, dueAt });
    }
    if (!this.#listening.has(id))
      this.#listening.set(
        id,
        this.#stream.onRecord(source, () => this.#recordArrived(id)),
      );
  }

  #stopListening({ id }: StoredPipe): void {
    this.#listening.get(id)?.();
    this.#listening.delete(id);
  }

  /** A pipe at work looks at the stream again by itself, and one that waits to retry a batch reads nothing more. */
  #recordArrived(id: string): void {
    const reading = this.#readings.get(id);
    const pipe = reading && this.#pipeOf(id, reading);
    if (!pipe || this.#running.has(id) || reading.batch) return;
    if (!reading.idle && reading.windowEndsAt === undefined) return;
    this.#queue.schedule(id, { ...reading, idle: false, dueAt: nextPoll(pipe, this.#account.clock.now()) });
  }

  async #run(id: string, reading: Reading): Promise<void> {
    if (this.#running.has(id)) return;
    this.#running.add(id);
    try {
      await this.#poll(id, reading);
    } finally {
      this.#running.delete(id);
      this.#schedule(id);
    }
  }

  /** Waits for what is left to do, unless that is nothing, or the pipe was deleted. */
  #schedule(id: string): void {
    const reading = this.#readings.get(id);
    if (reading && !reading.idle) this.#queue.schedule(id, reading);
  }

  /** Reads the next batch if there is none, and works on its first part. */
  async #poll(id: string, reading: Reading): Promise<void> {
    const before = this.#pipeOf(id, reading);
    if (!before || !isActive(before)) return this.#rest(id, reading);
    let role: RoleSession;
    try {
      role = await openSource(this.#account, before);
    } catch (error) {
      return this.#refused(id, before, reading, error);
    }
    if (reading.refusals > 0) this.#explain(before, undefined);
    const opened = { ...reading, refusals: 0 };
    // It may have been changed, stopped or deleted meanwhile.
    const pipe = this.#pipeOf(id, reading);
    if (!pipe || !isActive(pipe)) return this.#rest(id, opened);
    const ready = opened.batch ? opened : this.#read(id, pipe, opened);
    if (!ready) return;
    const context = { account: this.#account, stream: this.#stream, random: this.#random };
    const { reading: left, waitMs, problem } = await new FirstPart(context, { pipe, role, reading: ready }).step();
    if (problem !== undefined) this.#explain(pipe, problem);
    this.#later(id, left, waitMs);
  }

  /** The reading with the next batch, stored; undefined if there is nothing to deliver now. */
  #read(id: string, pipe: StoredPipe, reading: Reading): Reading | undefined {
    if (!this.#stream.exists(pipe.source)) return this.#end(pipe, reading);
    const { records, closed, trimmed } = this.#stream.read(pipe.source, reading.position, pipe.stream.BatchSize);
    if (trimmed) this.#explain(pipe, "Records expired in the stream before the pipe had read them.");
    // In the same turn of the event loop as the read: a record that arrives now finds the pipe idle and wakes it.
    if (records.length === 0) {
      if (closed) return this.#end(pipe, reading);
      return this.#rest(id, { ...reading, windowEndsAt: undefined });
    }
    const now = this.#account.clock.now();
    const { batch, complete } = nextBatch(pipe, records);
    const windowEndsAt = reading.windowEndsAt ?? now + pipe.stream.MaximumBatchingWindowInSeconds * 1000;
    if (!complete && !closed && now < windowEndsAt) {
      this.#later(id, { ...reading, windowEndsAt }, windowEndsAt - now);
      return undefined;
    }
    const ready = { ...reading, batch, windowEndsAt: undefined };
    if (batch.parts.length === 0) {
      this.#later(id, withoutFirstPart(ready));
      return undefined;
    }
    this.#queue.update(id, ready);
    return ready;
  }

  /** Stores what is left to do, and after which wait. The end of the poll schedules it. */
  #later(id: string, reading: Reading, waitMs = 0): void {
    if (!this.#readings.has(id)) return;
    this.#queue.update(id, { ...reading, idle: false, dueAt: this.#account.clock.now() + waitMs });
  }

  #rest(id: string, reading: Reading): undefined {
    if (this.#readings.has(id)) this.#queue.update(id, { ...reading, idle: true });
  }

  #refused(id: string, pipe: StoredPipe, reading: Reading, error: unknown): void {
    const refusals = reading.refusals + 1;
    this.#explain(pipe, problemOf(pipe, error));
    this.#later(id, { ...reading, refusals }, backoffMs(refusals, this.#random));
  }

  /** The stream has ended: "You cannot stop, start, or update a pipe whose source is disabled." */
  #end(pipe: StoredPipe, reading?: Reading): undefined {
    this.#pipes.set(pipe.name, { ...pipe, currentState: "STOPPED", stateReason: streamNotFound });
    this.#stopListening(pipe);
    if (reading) this.#rest(pipe.id, reading);
  }

  #explain({ id, name }: StoredPipe, problem: string | undefined): void {
    const pipe = this.#pipes.get(name);
    const stateReason = problem === undefined ? undefined : asReason(problem);
    if (pipe?.id === id && pipe.stateReason !== stateReason) this.#pipes.set(name, { ...pipe, stateReason });
  }

  #pipeOf(id: string, { pipeName }: Reading): StoredPipe | undefined {
    const pipe = this.#pipes.get(pipeName);
    return pipe?.id === id ? pipe : undefined;
  }
}
