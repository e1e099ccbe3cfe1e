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

/** What is still to be sent about an event that has ended. */
export interface Unsent {
  to: "destination" | "dead-letter queue";
  /** How often it was tried. */
  attempts: number;
}

/** Lambda's guide does not say how often it tries. */
const maxAttempts = 3;

/**
 * What the function's configuration asks for: the record of the event to its destination ("Capturing records of Lambda
 * asynchronous invocations"), and the event itself to its dead-letter queue.
 */
export function unsentOf(event: QueuedEvent, record: FunctionRecord): Unsent[] {
  const recipients = ["destination", "dead-letter queue"] as const;
  return recipients.filter((to) => targetOf(to, event, record)).map((to) => ({ to, attempts: 0 }));
}

/**
 * Tries to send each, with the function's role.
 *
 * @returns what to try again later. What cannot be sent is counted and dropped.
 */
export async function sendOnce(account: Account, event: QueuedEvent, record: FunctionRecord): Promise<Unsent[]> {
  const again: Unsent[] = [];
  for (const { to, attempts } of event.unsent ?? []) {
    const target = targetOf(to, event, record);
    const error = target && (await failureOf(account, target, messageTo(to, account, event, record), record));
    if (!error) continue;
    const tried = attempts + 1;
    // What the cloud could not store is no fault of the target: it is tried until there is room.
    const goesOn = error instanceof StorageError || (isTransient(error) && tried < maxAttempts);
    if (goesOn) again.push({ to, attempts: Math.min(tried, maxAttempts) });
    else metricsOf(account, record.name)(to === "destination" ? "DestinationDeliveryFailures" : "DeadLetterErrors", 1);
  }
  return again;
}

function targetOf(to: Unsent["to"], { ended }: QueuedEvent, record: FunctionRecord): string | undefined {
  const succeeded = ended?.condition === "Success";
  if (to === "dead-letter queue") return succeeded ? undefined : record.configuration.DeadLetterTargetArn;
  return succeeded ? record.eventInvokeConfig?.onSuccess : record.eventInvokeConfig?.onFailure;
}

function messageTo(to: Unsent["to"], account: Account, event: QueuedEvent, record: FunctionRecord): TargetMessage {
  if (to === "dead-letter queue") return { body: event.payload, attributes: deadLetterAttributes(event) };
  const result = event.ended?.condition === "Success" ? "Success" : "Failure";
  const body = JSON.stringify(invocationRecord(account.clock.now(), event, record));
  return { body, detailType: `Lambda Function Invocation Result - ${result}` };
}

async function failureOf(
  account: Account,
  target: string,
  message: TargetMessage,
  record: FunctionRecord,
): Promise<AwsError | undefined> {
  const principal: Principal = {
    kind: "role",
    accountId: account.id,
    roleName: roleNameOf(record.configuration.Role),
    sessionName: record.name,
  };
  try {
    await sendToTarget(account, target, message, principal, record);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
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
