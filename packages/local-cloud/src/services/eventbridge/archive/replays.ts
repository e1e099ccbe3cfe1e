import { createHash } from "node:crypto";
import type { Account } from "../../../core/account.ts";
import { AwsError } from "../../../core/aws-error.ts";
import { WorkQueue } from "../../../core/work-queue.ts";
import { replayArn } from "../arns.ts";
import type { Collections } from "../collections.ts";
import type { EventEnvelope } from "../envelope.ts";
import type { Ingested } from "../ingest.ts";
import type { StoredArchive, StoredReplay } from "../stored.ts";
import type { Archives } from "./archives.ts";

/** How long a replay is STARTING. AWS documents no time; this is about what it takes. */
const startMs = 60_000;
const batchPauseMs = 1_000;
const cancelMs = 1_000;
const maxBatchSize = 100;
const minuteMs = 60_000;

/**
 * Runs replays ("Archiving and replaying events in Amazon EventBridge"). Events are sent minute by minute of their own
 * time, and within a minute in no order. A replay's progress is in the store.
 */
export class Replays {
  readonly #account: Account;
  readonly #state: Collections;
  readonly #archives: Archives;
  readonly #ingest: (ingested: Ingested) => void;
  /** Replays that are not over. */
  readonly queue: WorkQueue<StoredReplay>;

  constructor(account: Account, state: Collections, archives: Archives, ingest: (ingested: Ingested) => void) {
    this.#account = account;
    this.#state = state;
    this.#archives = archives;
    this.#ingest = ingest;
    this.queue = new WorkQueue({
      account,
      items: state.replays,
      run: (_name, replay) => this.#step(replay),
      isPending: (replay) => !isOver(replay),
    });
  }

  start(replay: Omit<StoredReplay, "state" | "startedAt" | "cursor" | "seed" | "dueAt">): StoredReplay {
    const now = this.#account.clock.now();
    const seed = this.#account.random.below(2 ** 32);
    const started: StoredReplay = {
      ...replay,
      state: "STARTING",
      startedAt: now,
      cursor: "",
      seed,
      dueAt: now + startMs,
    };
    return this.#schedule(started);
  }

  /** Sends no further batch; events already sent are delivered. */
  cancel(replay: StoredReplay): StoredReplay {
    return this.#schedule({ ...replay, state: "CANCELLING", dueAt: this.#account.clock.now() + cancelMs });
  }

  /** The replay as the API describes it in lists. */
  summary(replay: StoredReplay) {
    return {
      ReplayName: replay.name,
      EventSourceArn: this.archiveArnOf(replay),
      State: replay.state,
      ...(replay.stateReason !== undefined && { StateReason: replay.stateReason }),
      EventStartTime: replay.from / 1000,
      EventEndTime: replay.until / 1000,
      ...(replay.lastReplayedAt !== undefined && { EventLastReplayedTime: replay.lastReplayedAt / 1000 }),
      ReplayStartTime: replay.startedAt / 1000,
      ...(replay.endedAt !== undefined && { ReplayEndTime: replay.endedAt / 1000 }),
    };
  }

  arnOf(replay: StoredReplay): string {
    return replayArn(this.#account, replay.name);
  }

  archiveArnOf(replay: StoredReplay): string {
    return this.arnOf(replay).replace(/:replay\/.*$/, `:archive/${replay.archiveName}`);
  }

  async #step(replay: StoredReplay): Promise<void> {
    if (isOver(replay)) return;
    if (replay.state === "CANCELLING") return this.#end(replay, "CANCELLED");
    const archive = this.#state.archives.get(replay.archiveName);
    if (archive?.uuid !== replay.archiveUuid) return this.#end(replay, "FAILED", "Archive resource not found.");
    const batch = await this.#nextBatch(replay, archive).catch((error: unknown) => {
      if (error instanceof AwsError) return error;
      throw error;
    });
    // It may have been cancelled in the meantime.
    if (this.queue.stopped || this.#state.replays.get(replay.name) !== replay) return;
    if (batch instanceof AwsError) this.#end(replay, "FAILED", batch.message);
    else this.#sendBatch(replay, batch);
  }

  #sendBatch(replay: StoredReplay, batch: readonly Selected[]): void {
    const last = batch.at(-1);
    if (!last) return this.#end(replay, "COMPLETED");
    for (const { event } of batch) this.#send(replay, event);
    const dueAt = this.#account.clock.now() + batchPauseMs;
    this.#schedule({ ...replay, state: "RUNNING", cursor: last.order, lastReplayedAt: last.minute, dueAt });
  }

  /** Sends the archived event under a new id, marked with the replay's name. */
  #send({ name, busName, filterArns }: StoredReplay, archived: EventEnvelope): void {
    const { resources, detail, ...rest } = archived;
    const event: EventEnvelope = { ...rest, id: this.#account.random.uuid(), "replay-name": name, resources, detail };
    this.#ingest({ busName, event, ...(filterArns.length > 0 && { onlyRules: filterArns }) });
  }

  /**
   * The next events to be sent, all of one minute, in the order that the seed gives: the same order at each step. Reads that
   * minute only, and keeps no more than twice a batch of it.
   */
  async #nextBatch(replay: StoredReplay, archive: StoredArchive): Promise<Selected[]> {
    const { from, until, startedAt, seed, cursor } = replay;
    const expiryLimit = this.#archives.expiryLimit(archive);
    const start = Math.max(from, Number.parseInt(cursor || "0", 10));
    let selected: Selected[] = [];
    for await (const portion of this.#state.archivedEvents(archive).between(start, until)) {
      for (const [key, { event, ingestedAt }] of portion) {
        const minute = Math.floor(Date.parse(event.time) / minuteMs) * minuteMs;
        if (selected[0] && minute !== selected[0].minute) return firstOf(selected);
        const order = `${String(minute).padStart(15, "0")} ${shuffled(seed, key)}`;
        if (order <= cursor || ingestedAt > startedAt || ingestedAt <= expiryLimit) continue;
        selected.push({ event, minute, order });
        if (selected.length > 2 * maxBatchSize) selected = firstOf(selected);
      }
    }
    return firstOf(selected);
  }

  #end(replay: StoredReplay, state: "COMPLETED" | "CANCELLED" | "FAILED", stateReason?: string): void {
    this.queue.update(replay.name, { ...replay, state, stateReason, endedAt: this.#account.clock.now() });
  }

  #schedule(replay: StoredReplay): StoredReplay {
    this.queue.schedule(replay.name, replay);
    return replay;
  }
}

export function isOver({ state }: StoredReplay): boolean {
  return state === "COMPLETED" || state === "CANCELLED" || state === "FAILED";
}

interface Selected {
  event: EventEnvelope;
  /** The minute of the event's own time, in milliseconds since 1970. */
  minute: number;
  order: string;
}

function firstOf(selected: Selected[]): Selected[] {
  return selected.sort((one, other) => (one.order < other.order ? -1 : 1)).slice(0, maxBatchSize);
}

function shuffled(seed: number, key: string): string {
  return createHash("sha1").update(`${seed} ${key}`).digest("hex");
}
