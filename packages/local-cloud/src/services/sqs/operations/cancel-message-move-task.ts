import type { CancelMessageMoveTaskRequest, CancelMessageMoveTaskResult } from "@aws-sdk/client-sqs";
import { parseJsonObject } from "../../../core/json-object.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { invalidParameterValue, required } from "../errors.ts";
import type { MoveTasks } from "../move-tasks.ts";
import type { SqsState } from "../state.ts";
import { existingQueue } from "./start-message-move-task.ts";

/** Messages that were moved before stay where they are. Only a running task can be canceled ("CancelMessageMoveTask"). */
export function cancelMessageMoveTask(
  state: SqsState,
  tasks: MoveTasks,
): Operation<Wire<CancelMessageMoveTaskRequest>, Wire<CancelMessageMoveTaskResult>> {
  return (input, { authorize }) => {
    const handle = required(input.TaskHandle, "TaskHandle");
    const { taskId, sourceArn } = parseJsonObject(Buffer.from(handle, "base64").toString()) ?? {};
    if (typeof taskId !== "string" || typeof sourceArn !== "string") {
      throw invalidParameterValue("Value for parameter TaskHandle is invalid.");
    }
    existingQueue(state, sourceArn, "SourceArn");
    for (const action of ["CancelMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]) {
      authorize({ action: `sqs:${action}`, resource: sourceArn });
    }
    return { ApproximateNumberOfMessagesMoved: tasks.cancel(handle) };
  };
}
