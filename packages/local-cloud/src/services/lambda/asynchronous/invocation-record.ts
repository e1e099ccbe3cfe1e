import { maxNesting, nestsDeeperThan } from "../../../core/nesting.ts";
import type { FunctionRecord } from "../functions.ts";
import type { QueuedEvent } from "./queue.ts";

/** The record of an event that a destination receives ("Capturing records of Lambda asynchronous invocations"). */
export function invocationRecord(now: number, event: QueuedEvent, record: FunctionRecord): object {
  const { requestId, invokeCount, failure, ended } = event;
  const functionArn = `${record.arn}:$LATEST`;
  const hasRun = invokeCount > 0;
  return {
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    requestContext: { requestId, functionArn, condition: ended!.condition, approximateInvokeCount: invokeCount },
    requestPayload: JSON.parse(event.payload),
    ...(hasRun && {
      responseContext: {
        statusCode: 200,
        executedVersion: "$LATEST",
        ...(failure && ended!.condition !== "Success" && { functionError: "Unhandled" }),
      },
      responsePayload: ended!.condition === "Success" ? responseOf(ended!.payload ?? "null") : failure,
    }),
  };
}

/** A response that nests too deep to be part of another document stays the text that it is. */
function responseOf(payload: string): unknown {
  const response: unknown = JSON.parse(payload);
  return nestsDeeperThan(response, maxNesting) ? payload : response;
}
