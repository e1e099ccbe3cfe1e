import type { ListMessageMoveTasksRequest, ListMessageMoveTasksResult } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { optionalWhole, required } from "../errors.ts";
import type { SqsState } from "../state.ts";

/** The latest first: one unless more are asked for, ten at most. */
export function listMessageMoveTasks(
  state: SqsState,
): Operation<Wire<ListMessageMoveTasksRequest>, Wire<ListMessageMoveTasksResult>> {
  return (input, { authorize }) => {
    const sourceArn = required(input.SourceArn, "SourceArn");
    authorize({ action: "sqs:ListMessageMoveTasks", resource: sourceArn });
    const most = optionalWhole(input.MaxResults, "MaxResults", [1, 10], "Must be between 1 and 10.") ?? 1;
    const tasks = [...state.moveTasks.values()].filter((task) => task.sourceArn === sourceArn).reverse();
    return {
      Results: tasks.slice(0, most).map((task) => ({
        Status: "COMPLETED",
        SourceArn: task.sourceArn,
        ApproximateNumberOfMessagesMoved: task.moved,
        ApproximateNumberOfMessagesToMove: task.moved,
        StartedTimestamp: task.startedAt,
        ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
      })),
    };
  };
}
