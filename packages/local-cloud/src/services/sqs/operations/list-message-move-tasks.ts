import type { ListMessageMoveTasksRequest, ListMessageMoveTasksResult } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { optionalInteger, required } from "../errors.ts";
import type { SqsState } from "../state.ts";

/** The latest first. `MaxResults` defaults to 1 and is at most 10. */
export function listMessageMoveTasks(
  state: SqsState,
): Operation<Wire<ListMessageMoveTasksRequest>, Wire<ListMessageMoveTasksResult>> {
  return (input, { authorize }) => {
    const sourceArn = required(input.SourceArn, "SourceArn");
    authorize({ action: "sqs:ListMessageMoveTasks", resource: sourceArn });
    const max = optionalInteger(input.MaxResults, "MaxResults", [1, 10], "Must be between 1 and 10.") ?? 1;
    const tasks = [...state.moveTasks.values()].filter((task) => task.sourceArn === sourceArn).reverse();
    return {
      Results: tasks.slice(0, max).map((task) => ({
        Status: task.status,
        SourceArn: task.sourceArn,
        ApproximateNumberOfMessagesMoved: task.moved,
        ApproximateNumberOfMessagesToMove: task.toMove,
        StartedTimestamp: task.startedAt,
        ...(task.status === "RUNNING" && { TaskHandle: task.taskHandle }),
        ...(task.perSecond !== undefined && { MaxNumberOfMessagesPerSecond: task.perSecond }),
        ...(task.failureReason !== undefined && { FailureReason: task.failureReason }),
        ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
      })),
    };
  };
}
