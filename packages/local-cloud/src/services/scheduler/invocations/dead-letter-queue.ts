import type { Account } from "../../../core/account.ts";
import { sendToArn, stringAttributes } from "../../../core/send-to-arn.ts";
import { inputOf, isoTime } from "./input.ts";
import type { Invocation } from "./invocation.ts";
import { assumeRole } from "./role.ts";

/**
 * Sends an invocation that was given up to the schedule's dead-letter queue, with the execution role ("Configuring a
 * schedule's dead-letter queue in EventBridge Scheduler"). The body is what the target would have received.
 */
export async function sendToDeadLetterQueue(account: Account, invocation: Invocation): Promise<void> {
  const { target, scheduleArn, groupName } = invocation;
  const principal = await assumeRole(account, { roleArn: target.RoleArn!, groupName, scheduleArn });
  const message = { body: inputOf(account, invocation), attributes: stringAttributes(attributesOf(invocation)) };
  await sendToArn(account, target.DeadLetterConfig!.Arn!, message, principal);
}

function attributesOf(invocation: Invocation): Record<string, string> {
  const { lastFailure, deadLetter, executionId, attempts, scheduledAt, scheduleArn, target } = invocation;
  return {
    ERROR_CODE: lastFailure!.code,
    ERROR_MESSAGE: lastFailure!.message,
    EXECUTION_ID: executionId,
    ...(deadLetter?.condition && { EXHAUSTED_RETRY_CONDITION: deadLetter.condition }),
    IS_PAYLOAD_TRUNCATED: "false",
    RETRY_ATTEMPTS: String(attempts - 1),
    SCHEDULED_TIME: isoTime(scheduledAt),
    SCHEDULE_ARN: scheduleArn,
    TARGET_ARN: target.Arn!,
  };
}
