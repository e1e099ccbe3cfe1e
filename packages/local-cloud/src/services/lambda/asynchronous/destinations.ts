import type { Account } from "../../../core/account.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Principal } from "../../../core/principal.ts";
import type { MessageAttribute } from "../../../core/send-to-arn.ts";
import { StorageError } from "../../../core/storage-error.ts";
import { isTransient } from "../../../core/transient.ts";
import { metricsOf } from "../environment/execute.ts";
import { type FunctionRecord, roleNameOf } from "../functions.ts";
import { invocationRecord } from "./invocation-record.ts";
import type { QueuedEvent } from "./queue.ts";
import { sendToTarget, type TargetMessage } from "./targets.ts";

/** Lambda's guide does not say how often it tries. */
const maxAttempts = 3;

/**
 * Sends the record of a finished event to the function's destination ("Capturing records of Lambda asynchronous
 * invocations"), and the event itself to its dead-letter queue, with the function's role. What cannot be sent is counted
 * and dropped.
 */
export async function sendToDestinations(account: Account, event: QueuedEvent, record: FunctionRecord): Promise<void> {
  const metric = metricsOf(account, record.name);
  const succeeded = event.ended!.condition === "Success";
  const destination = succeeded ? record.eventInvokeConfig?.onSuccess : record.eventInvokeConfig?.onFailure;
  if (destination) {
    const body = JSON.stringify(invocationRecord(account.clock.now(), event, record));
    const message = { body, detailType: `Lambda Function Invocation Result - ${succeeded ? "Success" : "Failure"}` };
    if (!(await trySend(account, destination, message, record))) metric("DestinationDeliveryFailures", 1);
  }
  const deadLetterQueue = record.configuration.DeadLetterTargetArn;
  if (deadLetterQueue && !succeeded) {
    const message = { body: event.payload, attributes: deadLetterAttributes(event) };
    if (!(await trySend(account, deadLetterQueue, message, record))) metric("DeadLetterErrors", 1);
  }
}

async function trySend(
  account: Account,
  target: string,
  message: TargetMessage,
  record: FunctionRecord,
): Promise<boolean> {
  const principal: Principal = {
    kind: "role",
    accountId: account.id,
    roleName: roleNameOf(record.configuration.Role),
    sessionName: record.name,
  };
  for (let attempt = 1; ; attempt++) {
    try {
      await sendToTarget(account, target, message, principal, record);
      return true;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (!isTransient(error) || (attempt >= maxAttempts && !(error instanceof StorageError))) return false;
      const seconds = Math.min(attempt, maxAttempts);
      const pause = new Promise<void>((resolve) => account.clock.after(1000 * seconds, resolve));
      await account.activity.waiting(pause);
    }
  }
}

/** "Adding a dead-letter queue": the event as it was, and three attributes. */
function deadLetterAttributes({ requestId, failure }: QueuedEvent): Record<string, MessageAttribute> {
  return {
    RequestID: { DataType: "String", StringValue: requestId },
    ErrorCode: { DataType: "Number", StringValue: failure ? "200" : "429" },
    ErrorMessage: { DataType: "String", StringValue: (failure?.errorMessage ?? "Rate Exceeded.").slice(0, 1024) },
  };
}
