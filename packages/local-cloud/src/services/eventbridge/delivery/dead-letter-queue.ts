import type { Account } from "../../../core/account.ts";
import { servicePrincipal } from "../targets/principal.ts";
import { sendMessage } from "../targets/sqs.ts";
import type { DeadLetter, Delivery } from "./delivery.ts";

/**
 * Sends an event that could not be delivered to its target's dead-letter queue, as EventBridge and
 * for the rule, so that the queue's policy decides ("Using dead-letter queues to process
 * undelivered events"). The body is the event as it came; what happened is in the attributes.
 */
export async function sendToDeadLetterQueue(
  account: Account,
  delivery: Delivery,
  deadLetter: DeadLetter,
): Promise<void> {
  await sendMessage(account, {
    queueArn: delivery.target.DeadLetterConfig!.Arn!,
    body: JSON.stringify(delivery.event),
    attributes: attributesOf(delivery, deadLetter),
    traceHeader: delivery.traceHeader,
    principal: servicePrincipal(account, delivery.ruleArn),
  });
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
