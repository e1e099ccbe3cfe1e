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
