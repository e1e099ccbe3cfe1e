import type { StartMessageMoveTaskRequest, StartMessageMoveTaskResult } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { invalidValue, required } from "../errors.ts";
import { recordGauges } from "../metrics.ts";
import { redrivePolicyOf } from "../redrive-policy.ts";
import type { Message, Queue, SqsState } from "../state.ts";

/**
 * Moves all messages of a dead-letter queue to their source queues, or to one destination ("StartMessageMoveTask"). Only
 * the dead-letter queue of another queue can be redriven this way, not that of a rule's target or of a function. Unlike
 * on AWS, the task is complete when the call returns.
 */
export function startMessageMoveTask(
  state: SqsState,
): Operation<Wire<StartMessageMoveTaskRequest>, Wire<StartMessageMoveTaskResult>> {
  return (input, { account, authorize }) => {
    const sourceArn = required(input.SourceArn, "SourceArn");
    const source = existing(state, sourceArn);
    for (const action of ["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]) {
      authorize({ action: `sqs:${action}`, resource: sourceArn });
    }
    if (![...state.queues.values()].some((queue) => redrivePolicyOf(queue)?.deadLetterTargetArn === sourceArn)) {
      throw invalidValue(sourceArn, "SourceArn", "Source queue must be configured as a Dead Letter Queue.");
    }
    const destination = input.DestinationArn === undefined ? undefined : existing(state, input.DestinationArn);
    if (destination) authorize({ action: "sqs:SendMessage", resource: state.arn(destination) });

    const taskHandle = Buffer.from(JSON.stringify({ taskId: account.random.uuid(), sourceArn })).toString("base64");
    state.moveTasks.set(account.store.sequence(), {
      taskHandle,
      sourceArn,
      ...(destination && { destinationArn: state.arn(destination) }),
      moved: moveAll(state, source, destination),
      startedAt: account.clock.now(),
    });
    return { TaskHandle: taskHandle };
  };
}

function existing(state: SqsState, arn: string): Queue {
  const queue = state.byArn(arn);
  if (!queue)
    throw new AwsError(
      "ResourceNotFoundException",
      "The resource that you specified for the SourceArn or DestinationArn parameter doesn't exist.",
      404,
    );
  return queue;
}

/** A moved message is a new one, with its own id, time of sending and receive count. */
function moveAll(state: SqsState, source: Queue, destination: Queue | undefined): number {
  const { account } = state;
  const now = account.clock.now();
  const touched = new Set([source]);
  let moved = 0;
  for (const [key, message] of [...state.messages(source).entries()]) {
    const target = destination ?? state.byArn(message.deadLetterSourceArn ?? "");
    if (!target || message.visibleAt > now) continue;
    const fresh: Message = {
      id: account.random.uuid(),
      body: message.body,
      attributes: message.attributes,
      senderId: message.senderId,
      sentAt: now,
      visibleAt: now,
      receiveCount: 0,
      ...(message.traceHeader !== undefined && { traceHeader: message.traceHeader }),
    };
    state.messages(target).set(account.store.sequence(), fresh);
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
