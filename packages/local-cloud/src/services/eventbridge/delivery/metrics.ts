import type { Account } from "../../../core/account.ts";
import { countForAccount, countForRule, countForRuleAndAccount } from "../metrics.ts";
import type { Delivery } from "./delivery.ts";

/** The metrics that one delivery adds to AWS/Events ("Monitoring Amazon EventBridge"). */

export function countCreated(account: Account): void {
  countForAccount(account, "InvocationsCreated");
}

/** Call before each attempt. */
export function countAttempt(account: Account, delivery: Delivery): void {
  const rule = ruleOf(delivery);
  countForRuleAndAccount(account, "InvocationAttempts", rule);
  if (delivery.attempts > 1) countForRuleAndAccount(account, "RetryInvocationAttempts", rule);
  else
    countForRuleAndAccount(account, "IngestionToInvocationStartLatency", rule, age(account, delivery), "Milliseconds");
}

/** Call after each attempt, whatever its outcome; only the first one counts. */
export function countCompleted(account: Account, delivery: Delivery): void {
  if (delivery.attempts > 1) return;
  const latency = age(account, delivery);
  countForRuleAndAccount(account, "IngestionToInvocationCompleteLatency", ruleOf(delivery), latency, "Milliseconds");
}

/** Call when the target has accepted the event. */
export function countDelivered(account: Account, delivery: Delivery): void {
  const rule = ruleOf(delivery);
  countForRuleAndAccount(account, "Invocations", rule);
  countForRuleAndAccount(account, "SuccessfulInvocationAttempts", rule);
  countForRuleAndAccount(account, "IngestionToInvocationSuccessLatency", rule, age(account, delivery), "Milliseconds");
}

/** Call when delivery has been given up. */
export function countFailed(account: Account, delivery: Delivery): void {
  countForRuleAndAccount(account, "Invocations", ruleOf(delivery));
  countForRule(account, "FailedInvocations", ruleOf(delivery));
}

export function countDeadLetter(account: Account, delivery: Delivery, sent: boolean): void {
  countForRule(account, sent ? "InvocationsSentToDlq" : "InvocationsFailedToBeSentToDlq", ruleOf(delivery));
}

function age({ clock }: Account, { ingestedAt }: Delivery): number {
  return clock.now() - ingestedAt;
}

function ruleOf({ ruleName, busName }: Delivery): { name: string; busName: string } {
  return { name: ruleName, busName };
}
