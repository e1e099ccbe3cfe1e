import type { Account, RoleSession } from "../../../core/account.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Random } from "../../../core/random.ts";
import { isTransient } from "../../../core/transient.ts";
import type { StreamReader } from "../../dynamodb/streams/stream-reader.ts";
import { countExecution } from "../metrics.ts";
import type { StoredPipe } from "../stored-pipe.ts";
import { type Failure, putEvents } from "../target/put-events.ts";
import type { PipeEvent } from "../template/pipe-event.ts";
import { afterFailure } from "./after-failure.ts";
import { backoffMs } from "./backoff.ts";
import { type Condition, deadLetterBody, deadLetterFailure, sendDeadLetter } from "./dead-letter.ts";
import {
  eventsOf,
  newPart,
  type Part,
  type Reading,
  sequenceNumbersOf,
  withFirstPart,
  withoutFirstPart,
} from "./reading.ts";

/** How often a dead letter is sent while its queue is out of order; then it is lost. */
const maxDeadLetterSends = 10;

export interface Step {
  /** What is left to do. */
  reading: Reading;
  waitMs: number;
  /** What the pipe's StateReason should tell from now on. */
  problem?: string | undefined;
}

/** Works on the first part of a pipe's batch. */
export class FirstPart {
  readonly #account: Account;
  readonly #stream: StreamReader;
  readonly #random: Random;
  readonly #pipe: StoredPipe;
  readonly #role: RoleSession;
  readonly #reading: Reading;
  readonly #part: Part;

  constructor(
    { account, stream, random }: { account: Account; stream: StreamReader; random: Random },
    { pipe, role, reading }: { pipe: StoredPipe; role: RoleSession; reading: Reading },
  ) {
    this.#account = account;
    this.#stream = stream;
    this.#random = random;
    this.#pipe = pipe;
    this.#role = role;
    this.#reading = reading;
    this.#part = reading.batch!.parts[0]!;
  }

  /** One step: sends the part's dead letter, splits off what is too old, or puts its events on the bus. */
  async step(): Promise<Step> {
    if (this.#part.deadLetter) return this.#sendDeadLetter(this.#part.deadLetter);
    const events = eventsOf(this.#stream, this.#pipe, this.#reading, this.#part);
    if (events.length < this.#part.sequenceNumbers.length) return this.#withoutExpired(events);
    const old = events.filter((event) => this.#isTooOld(event));
    if (old.length > 0) return this.#giveUp(old, "RecordAgeExceeded", events.slice(old.length));
    const failures = await this.#execute(events);
    return failures.length > 0 ? this.#failed(failures) : this.#done();
  }

  async #execute(events: readonly PipeEvent[]): Promise<Failure[]> {
    const startedAt = this.#account.clock.now();
    const failures = await putEvents(this.#account, this.#pipe, this.#role, events);
    countExecution(this.#account, this.#pipe, {
      events: events.length,
      bytes: Buffer.byteLength(JSON.stringify(events)),
      failed: failures.length,
      ms: this.#account.clock.now() - startedAt,
    });
    return failures;
  }

  #failed(failures: readonly Failure[]): Step {
    const verdict = afterFailure(this.#part, failures, this.#pipe.stream);
    if (verdict.kind === "give up") {
      const events = failures.map(({ event }) => event);
      return this.#giveUp(events, "RetryAttemptsExhausted", []);
    }
    const waitMs = verdict.wait ? backoffMs(verdict.parts[0]!.failures, this.#random) : 0;
    return { reading: withFirstPart(this.#reading, verdict.parts), waitMs };
  }

  /** Puts a dead letter in place of the events, or nothing if the pipe has no dead-letter queue. */
  #giveUp(events: readonly PipeEvent[], condition: Condition, rest: readonly PipeEvent[]): Step {
    const parts: Part[] = rest.length > 0 ? [{ ...this.#part, sequenceNumbers: sequenceNumbersOf(rest) }] : [];
    if (this.#pipe.stream.deadLetterArn !== undefined) {
      const { shardId } = this.#stream.read(this.#pipe.source, this.#reading.position, 1);
      const body = deadLetterBody(this.#pipe, events, { shardId, condition, now: this.#account.clock.now() });
      parts.unshift({ ...newPart(sequenceNumbersOf(events)), deadLetter: { body, sends: 0 } });
    }
    return parts.length > 0 ? { reading: withFirstPart(this.#reading, parts), waitMs: 0 } : this.#done();
  }

  async #sendDeadLetter({ body, sends }: NonNullable<Part["deadLetter"]>): Promise<Step> {
    const { deadLetterArn } = this.#pipe.stream;
    // An update may have removed the queue.
    if (deadLetterArn === undefined) return this.#done();
    try {
      await sendDeadLetter(this.#account, this.#role, deadLetterArn, body);
      return this.#done();
    } catch (error) {
      if (isTransient(error) && sends + 1 < maxDeadLetterSends) {
        const part = { ...this.#part, deadLetter: { body, sends: sends + 1 } };
        return { reading: withFirstPart(this.#reading, [part]), waitMs: backoffMs(sends + 1, this.#random) };
      }
      const problem = error instanceof AwsError ? deadLetterFailure(deadLetterArn, error) : String(error);
      return { ...this.#done(), problem };
    }
  }

  /** A stream keeps a record for 24 hours: what is retried for longer is lost, and on AWS nothing tells of it. */
  #withoutExpired(events: readonly PipeEvent[]): Step {
    const problem = "Records expired in the stream before the pipe had delivered them.";
    if (events.length === 0) return { ...this.#done(), problem };
    const part = { ...this.#part, sequenceNumbers: sequenceNumbersOf(events) };
    return { reading: withFirstPart(this.#reading, [part]), waitMs: 0, problem };
  }

  #done(): Step {
    return { reading: withoutFirstPart(this.#reading), waitMs: 0 };
  }

  #isTooOld({ dynamodb }: PipeEvent): boolean {
    const { MaximumRecordAgeInSeconds } = this.#pipe.stream;
    const ageMs = this.#account.clock.now() - dynamodb.ApproximateCreationDateTime * 1000;
    return MaximumRecordAgeInSeconds !== -1 && ageMs > MaximumRecordAgeInSeconds * 1000;
  }
}
