import type { StartMessageMoveTaskRequest, StartMessageMoveTaskResult } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { countMessages } from "../counts.ts";
import { invalidParameterValue, optionalInteger, required } from "../errors.ts";
import { isFifo } from "../fifo.ts";
import type { MoveTasks } from "../move-tasks.ts";
import { redrivePolicyOf } from "../redrive-policy.ts";
import type { Queue, SqsState } from "../state.ts";

/**
 * Moves all messages of a dead-letter queue to their source queues, or to one destination ("StartMessageMoveTask"). Only
 * the dead-letter queue of another queue can be redriven this way, not that of a rule's target or of a function. Unlike
 * on AWS, a task without a limit is complete when the call returns.
 */
export function startMessageMoveTask(
  state: SqsState,
  tasks: MoveTasks,
): Operation<Wire<StartMessageMoveTaskRequest>, Wire<StartMessageMoveTaskResult>> {
  return (input, { account, authorize }) => {
    const sourceArn = required(input.SourceArn, "SourceArn");
    const source = existingQueue(state, sourceArn, "SourceArn");
    for (const action of ["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]) {
      authorize({ action: `sqs:${action}`, resource: sourceArn });
    }
    if (![...state.queues.values()].some((queue) => redrivePolicyOf(queue)?.deadLetterTargetArn === sourceArn)) {
      throw invalidParameterValue("Source queue must be configured as a Dead Letter Queue.");
    }
    const { DestinationArn } = input;
    const destination =
      DestinationArn === undefined ? undefined : existingQueue(state, DestinationArn, "DestinationArn");
    if (destination) authorize({ action: "sqs:SendMessage", resource: state.arn(destination) });
    if (destination && isFifo(destination) !== isFifo(source)) {
      throw invalidParameterValue("The destination queue must be of the same type as the source queue.");
    }
    const perSecond = optionalInteger(
      input.MaxNumberOfMessagesPerSecond,
      "MaxNumberOfMessagesPerSecond",
      [1, 500],
      "Must be between 1 and 500.",
    );
    refuseSecond(state, sourceArn);

    const now = account.clock.now();
    const taskHandle = Buffer.from(JSON.stringify({ taskId: account.random.uuid(), sourceArn })).toString("base64");
    tasks.start({
      taskHandle,
      sourceArn,
      ...(destination && { destinationArn: state.arn(destination) }),
      ...(perSecond !== undefined && { perSecond }),
      status: "RUNNING",
      moved: 0,
      toMove: countMessages(state, source).visible,
      startedAt: now,
      dueAt: now,
    });
    return { TaskHandle: taskHandle };
  };
}

function refuseSecond(state: SqsState, sourceArn: string): void {
  const running = [...state.moveTasks.values()].some(
    (task) => task.sourceArn === sourceArn && task.status === "RUNNING",
  );
  if (!running) return;
  throw invalidParameterValue(
    "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
  );
}

/** @throws AwsError ResourceNotFoundException */
export function existingQueue(state: SqsState, arn: string, parameter: string): Queue {
  const queue = state.byArn(arn);
  if (queue) return queue;
  throw new AwsError(
    "ResourceNotFoundException",
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
    404,
  );
}
