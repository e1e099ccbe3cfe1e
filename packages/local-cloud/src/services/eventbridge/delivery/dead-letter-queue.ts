import type { Account } from "../../../core/account.ts";
import { sendToArn, stringAttributes } from "../../../core/send-to-arn.ts";
import { eventBridgeFor } from "../targets/principal.ts";
import type { DeadLetter, Delivery } from "./delivery.ts";

/**
 * Sends an undelivered event to its target's dead-letter queue ("Using dead-letter queues to
 * process undelivered events"). The caller is EventBridge with the rule as source, so the queue's
 * policy decides. The body is the original event; the attributes describe the failure.
 */
export async function sendToDeadLetterQueue(
  account: Account,
  delivery: Delivery,
  deadLetter: DeadLetter,
): Promise<void> {
  const message = {
    body: JSON.stringify(delivery.event),
    attributes: stringAttributes(attributesOf(delivery, deadLetter)),
    traceHeader: delivery.traceHeader,
  };
  const principal = eventBridgeFor(account, delivery.ruleArn);
  await sendToArn(account, delivery.target.DeadLetterConfig!.Arn!, message, principal);
}

function attributesOf(
  { ruleArn, target, attempts }: Delivery,
  { failure, condition }: DeadLetter,
): Record<string, string> {
  return {
    RULE_ARN: ruleArn,
    TARGET_ARN: target.Arn!,
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
    ...(condition && { EXHAUSTED_RETRY_CONDITION: condition }),
    RETRY_ATTEMPTS: String(Math.max(0, attempts - 1)),
  };
}
