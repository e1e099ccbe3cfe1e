import { createHash } from "node:crypto";
import type { Account } from "../../../core/account.ts";
import type { Timer } from "../../../core/clock.ts";
import { replayArn } from "../arns.ts";
import type { Collections } from "../collections.ts";
import type { EventEnvelope } from "../envelope.ts";
import type { Ingested } from "../ingest.ts";
import type { StoredReplay } from "../stored.ts";

/** How long a replay is STARTING; AWS promises nothing, and takes about that. */
const startMs = 60_000;
const batchPauseMs = 1_000;
const cancelMs = 1_000;
const mostInBatch = 100;
const minuteMs = 60_000;

/**
 * Runs replays ("Archiving and replaying events": replay). Events go out minute by minute of their
 * own time, and within a minute in no order; how far a replay has come lies in the store.
 */
export class Replays {
  readonly #account: Account;
  readonly #state: Collections;
  readonly #ingest: (ingested: Ingested) => void;
  readonly #timers = new Map<string, Timer>();

  constructor(account: Account, state: Collections, ingest: (ingested: Ingested) => void) {
    this.#account = account;
    this.#state = state;
    this.#ingest = ingest;
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
    return this.#keep(started);
  }

  /** Lets no further batch go out; what went out already is delivered. */
  cancel(replay: StoredReplay): StoredReplay {
    return this.#keep({ ...replay, state: "CANCELLING", dueAt: this.#account.clock.now() + cancelMs });
  }

  resume(): void {
    for (const replay of this.#state.replays.values()) if (!isOver(replay)) this.#wait(replay);
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
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

  #step(name: string): void {
    this.#timers.delete(name);
    const replay = this.#state.replays.get(name);
    if (!replay || isOver(replay)) return;
    if (replay.state === "CANCELLING") this.#end(replay, "CANCELLED");
    else if (this.#state.archives.get(replay.archiveName)?.uuid !== replay.archiveUuid) {
      this.#end(replay, "FAILED", "Archive resource not found.");
    } else this.#sendBatch(replay);
  }

  #sendBatch(replay: StoredReplay): void {
    const left = this.#selected(replay);
    const first = left[0];
    if (!first) return this.#end(replay, "COMPLETED");
    const batch = left.slice(0, mostInBatch).filter(({ minute }) => minute === first.minute);
    for (const { event } of batch) this.#send(replay, event);
    const dueAt = this.#account.clock.now() + batchPauseMs;
    this.#keep({ ...replay, state: "RUNNING", cursor: batch.at(-1)!.order, lastReplayedAt: first.minute, dueAt });
  }

  /** The same event under an id of its own, marked with the replay's name. */
  #send({ name, busName, filterArns }: StoredReplay, archived: EventEnvelope): void {
    const { resources, detail, ...rest } = archived;
    const event: EventEnvelope = { ...rest, id: this.#account.random.uuid(), "replay-name": name, resources, detail };
    this.#ingest({ busName, event, ...(filterArns.length > 0 && { onlyRules: filterArns }) });
  }

  /** What is still to be replayed, in the order in which it goes: the same one each time this is asked. */
  #selected({ archiveUuid, from, until, startedAt, seed, cursor }: StoredReplay): Selected[] {
    const selected: Selected[] = [];
    for (const [key, { event, ingestedAt }] of this.#state.archivedEvents(archiveUuid).entries()) {
      const time = Date.parse(event.time);
      if (time < from || time >= until || ingestedAt > startedAt) continue;
      const minute = Math.floor(time / minuteMs) * minuteMs;
      const order = `${String(minute).padStart(15, "0")} ${shuffled(seed, key)}`;
      if (order > cursor) selected.push({ event, minute, order });
    }
    return selected.sort((one, other) => (one.order < other.order ? -1 : 1));
  }

  #end(replay: StoredReplay, state: "COMPLETED" | "CANCELLED" | "FAILED", stateReason?: string): void {
    this.#state.replays.set(replay.name, { ...replay, state, stateReason, endedAt: this.#account.clock.now() });
  }

  #keep(replay: StoredReplay): StoredReplay {
    this.#state.replays.set(replay.name, replay);
    this.#wait(replay);
    return replay;
  }

  #wait({ name, dueAt }: StoredReplay): void {
    this.#timers.get(name)?.cancel();
    const delayMs = Math.max(0, dueAt - this.#account.clock.now());
    this.#timers.set(
      name,
      this.#account.clock.after(delayMs, () => this.#step(name)),
    );
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

function shuffled(seed: number, key: string): string {
  return createHash("sha1").update(`${seed} ${key}`).digest("hex");
}
