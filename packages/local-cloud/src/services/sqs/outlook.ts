import type { Gauge, GaugeChange } from "../../core/account.ts";
import { type Counts, hiddenAs, type Look, look, retentionMs } from "./counts.ts";
import { isFifo } from "./fifo.ts";
import type { Message, Queue, SqsState } from "./state.ts";

/** A queue's gauge: its value, and how it goes on if nobody calls. A value of undefined is not reported. */
export interface QueueGauge extends Gauge {
  value: number | undefined;
}

const minuteMs = 60_000;
/** How far an outlook goes, in messages that expire and minutes with changes. Every call on the queue renews it. */
const maxLength = 100;

/**
 * A queue's gauges ("Available CloudWatch metrics for Amazon SQS"). Messages become visible and expire without a call, so
 * each gauge comes with its changes over time: a queue needs no timer.
 */
export function gaugesOf(state: SqsState, queue: Queue): Array<readonly [name: string, gauge: QueueGauge]> {
  const now = state.account.clock.now();
  const found = look(state, queue, maxLength);
  const changes = changesOf(found, retentionMs(queue), now);
  const count = (name: keyof Counts): QueueGauge => ({
    value: found.counts[name],
    trend: "stays",
    forecast: changes.map(([at, after]) => ({ at, value: after[name], trend: "stays" })),
  });
  return [
    ["ApproximateNumberOfMessagesVisible", count("visible")],
    ["ApproximateNumberOfMessagesNotVisible", count("notVisible")],
    ["ApproximateNumberOfMessagesDelayed", count("delayed")],
    ...(isFifo(queue) ? [["ApproximateNumberOfGroupsWithInflightMessages", groupsInFlight(found)] as const] : []),
    ["ApproximateAgeOfOldestMessage", ageOfOldest(found, retentionMs(queue), now)],
  ];
}

/** A group counts until none of its messages is in flight. */
function groupsInFlight({ hidden }: Look): QueueGauge {
  const until = new Map<string, number>();
  for (const message of hidden) {
    const { groupId = "", visibleAt } = message;
    if (hiddenAs(message) === "notVisible") until.set(groupId, Math.max(until.get(groupId) ?? 0, visibleAt));
  }
  const ends = [...until.values()].sort((one, other) => one - other).slice(0, maxLength);
  const forecast = ends.map((at, index): GaugeChange => ({ at, value: until.size - index - 1, trend: "stays" }));
  return { value: until.size, trend: "stays", forecast };
}

/** The counts after each minute in which messages become visible or expire. */
function changesOf(
  { counts, first, hidden }: Look,
  retention: number,
  now: number,
): Array<[at: number, counts: Counts]> {
  const steps = new Steps();
  const appears = ({ visibleAt, sentAt }: Message) => visibleAt > now && visibleAt < sentAt + retention;
  for (const message of hidden.filter(appears)) {
    steps.add(message.visibleAt, hiddenAs(message), -1);
    steps.add(message.visibleAt, "visible", 1);
  }
  for (const message of first) {
    const isVisibleThen = message.visibleAt <= now || appears(message);
    steps.add(message.sentAt + retention, isVisibleThen ? "visible" : hiddenAs(message), -1);
  }
  return steps.after(counts);
}

/** Differences of the counts, by minute. */
class Steps {
  readonly #byMinute = new Map<number, { at: number; difference: Counts }>();

  add(at: number, name: keyof Counts, difference: number): void {
    const minute = Math.floor(at / minuteMs);
    let step = this.#byMinute.get(minute);
    if (!step) this.#byMinute.set(minute, (step = { at, difference: { visible: 0, notVisible: 0, delayed: 0 } }));
    step.at = Math.max(step.at, at);
    step.difference[name] += difference;
  }

  after(counts: Counts): Array<[at: number, counts: Counts]> {
    const earliest = [...this.#byMinute.values()].sort((one, other) => one.at - other.at).slice(0, maxLength);
    let { visible, notVisible, delayed } = counts;
    return earliest.map(({ at, difference }) => {
      visible += difference.visible;
      notVisible += difference.notVisible;
      delayed += difference.delayed;
      return [at, { visible, notVisible, delayed }];
    });
  }
}

/**
 * In seconds. Not reported for an empty queue. A message that was received three times does not count. In a dead-letter
 * queue, the age counts from the move.
 */
function ageOfOldest({ waiting }: Look, retention: number, now: number): QueueGauge {
  const [oldest, ...younger] = waiting;
  if (!oldest) return { value: undefined, trend: "ends" };
  const forecast: GaugeChange[] = [];
  let expiry = oldest.sentAt + retention;
  for (const next of younger) {
    if (next.sentAt + retention < expiry + minuteMs) continue;
    forecast.push({ at: expiry, value: ageAt(next, expiry), trend: "grows" });
    expiry = next.sentAt + retention;
  }
  forecast.push({ at: expiry, value: 0, trend: "ends" });
  return { value: ageAt(oldest, now), trend: "grows", forecast };
}

function ageAt({ sentAt, movedAt = sentAt }: Message, at: number): number {
  return Math.floor((at - movedAt) / 1000);
}
