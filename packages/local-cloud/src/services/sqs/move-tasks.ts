import { AwsError } from "../../core/aws-error.ts";
import { sequenceNumberOf } from "../../core/deduplication.ts";
import { WorkQueue } from "../../core/work-queue.ts";
import { isFifo } from "./fifo.ts";
import { recordGauges } from "./metrics.ts";
import type { Message, MoveTask, Queue, SqsState } from "./state.ts";

const secondMs = 1000;

/**
 * The tasks that move messages out of dead-letter queues. One with a limit per second runs over time and survives a
 * restart; one without moves everything at once.
 */
export class MoveTasks {
  readonly #state: SqsState;
  readonly queue: WorkQueue<MoveTask>;

  constructor(state: SqsState) {
    this.#state = state;
    this.queue = new WorkQueue({
      account: state.account,
      items: state.moveTasks,
      run: (key, task) => this.#run(key, task),
      isPending: ({ status }) => status === "RUNNING",
    });
  }

  start(task: MoveTask): void {
    if (task.perSecond !== undefined) this.queue.add({ ...task, dueAt: task.dueAt + secondMs });
    else this.#state.moveTasks.set(this.#state.account.store.sequence(), moveSome(this.#state, task));
  }

  /** The number of messages that were moved so far. @throws AwsError ResourceNotFoundException unless the task is running */
  cancel(taskHandle: string): number {
    for (const [key, task] of this.queue.entries()) {
      if (task.taskHandle !== taskHandle || task.status !== "RUNNING") continue;
      this.queue.schedule(key, { ...task, status: "CANCELLED" });
      return task.moved;
    }
    throw new AwsError("ResourceNotFoundException", "Task does not exist.", 404);
  }

  #run(key: string, task: MoveTask): void {
    if (task.status !== "RUNNING") return;
    const after = moveSome(this.#state, task);
    if (after.status === "RUNNING") this.queue.schedule(key, { ...after, dueAt: task.dueAt + secondMs });
    else this.queue.update(key, after);
  }
}

/** Moves what may be moved in one second; returns the task as it is then. */
function moveSome(state: SqsState, task: MoveTask): MoveTask {
  const source = state.byArn(task.sourceArn);
  const destination = task.destinationArn === undefined ? undefined : state.byArn(task.destinationArn);
  if (!source || (task.destinationArn !== undefined && !destination)) {
    return { ...task, status: "FAILED", failureReason: "AWS.SimpleQueueService.NonExistentQueue" };
  }
  const limit = task.perSecond ?? Number.POSITIVE_INFINITY;
  const count = move(state, source, destination, limit);
  const moved = task.moved + count;
  return { ...task, moved, status: count < limit || moved >= task.toMove ? "COMPLETED" : "RUNNING" };
}

/** A moved message is a new one, with its own id, time of sending and receive count. It keeps its group. */
function move(state: SqsState, source: Queue, destination: Queue | undefined, limit: number): number {
  const { account } = state;
  const now = account.clock.now();
  const touched = new Set([source]);
  let moved = 0;
  for (const [key, message] of [...state.messages(source).entries()]) {
    if (moved >= limit) break;
    const target = destination ?? state.byArn(message.deadLetterSourceArn ?? "");
    if (!target || message.visibleAt > now) continue;
    const { body, attributes, senderId, traceHeader, groupId, deduplicationId } = message;
    const newKey = account.store.sequence();
    const fresh: Message = {
      id: account.random.uuid(),
      body,
      attributes,
      senderId,
      sentAt: now,
      visibleAt: now,
      receiveCount: 0,
      ...(traceHeader !== undefined && { traceHeader }),
      ...(groupId !== undefined && { groupId }),
      ...(isFifo(target) &&
        deduplicationId !== undefined && { deduplicationId, sequenceNumber: sequenceNumberOf(newKey) }),
    };
    state.messages(target).set(newKey, fresh);
    state.messages(source).delete(key);
    touched.add(target);
    moved++;
  }
  for (const queue of touched) {
    recordGauges(state, queue);
    state.arrivals.notify(queue.name);
  }
  return moved;
}
