import { parseArn } from "../../core/arn.ts";
import { invalidParameter } from "./errors.ts";
import { compileFilterPolicy } from "./filter-policy.ts";
import type { Protocol, Subscription } from "./state.ts";

export function scopeOf(attributes: Record<string, string>): "MessageAttributes" | "MessageBody" {
  return attributes.FilterPolicyScope === "MessageBody" ? "MessageBody" : "MessageAttributes";
}

/** Returns `before` with `changes` applied; an empty filter or redrive policy removes it. @throws AwsError InvalidParameter */
export function changeSubscriptionAttributes(
  { protocol, topicArn }: Pick<Subscription, "protocol" | "topicArn">,
  before: Record<string, string>,
  changes: Record<string, string>,
): Record<string, string> {
  const after = { ...before };
  for (const [name, value] of Object.entries(changes)) {
    if (isEmptyPolicy(name, value)) delete after[name];
    else after[name] = value;
  }
  checkSubscriptionAttributes(protocol, after);
  checkDeadLetterQueue(topicArn, after.RedrivePolicy);
  return after;
}

export function describeSubscriptionAttributes(subscription: Subscription, accountId: string): Record<string, string> {
  const { attributes } = subscription;
  return {
    SubscriptionArn: subscription.arn,
    TopicArn: subscription.topicArn,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    Owner: accountId,
    SubscriptionPrincipal: `arn:aws:iam::${accountId}:root`,
    ConfirmationWasAuthenticated: String(!subscription.protocol.startsWith("email")),
    PendingConfirmation: String(subscription.pendingToken !== undefined),
    RawMessageDelivery: "false",
    ...(attributes.FilterPolicy && { FilterPolicyScope: scopeOf(attributes) }),
    ...attributes,
  };
}

/** Checks all attributes of a subscription together. */
function checkSubscriptionAttributes(protocol: Protocol, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) checkAttribute(protocol, name, value);
  if (attributes.FilterPolicy) compileFilterPolicy(attributes.FilterPolicy, scopeOf(attributes));
}

function isEmptyPolicy(name: string, value: string): boolean {
  return (name === "FilterPolicy" || name === "RedrivePolicy") && /^(\{\s*\})?$/.test(value.trim());
}

function checkAttribute(protocol: Protocol, name: string, value: string): void {
  switch (name) {
    case "RawMessageDelivery":
      if (value !== "true" && value !== "false") {
        throw invalidParameter(
          `Attributes Reason: RawMessageDelivery: Invalid value [${value}]. Must be true or false.`,
        );
      }
      if (value === "true" && protocol !== "sqs") {
        throw invalidParameter(
          `Attributes Reason: Delivery protocol [${protocol}] does not support raw message delivery.`,
        );
      }
      return;
    case "FilterPolicyScope":
      if (value !== "MessageAttributes" && value !== "MessageBody") {
        throw invalidParameter(`Attributes Reason: FilterPolicyScope: Invalid value [${value}].`);
      }
      return;
    case "RedrivePolicy":
      checkRedrivePolicy(value);
      return;
    case "FilterPolicy":
      return;
    default:
      throw invalidParameter("AttributeName");
  }
}

/** "Amazon SNS dead-letter queues": a FIFO queue for a FIFO topic, a standard one for a standard topic. */
function checkDeadLetterQueue(topicArn: string, redrivePolicy: string | undefined): void {
  if (redrivePolicy === undefined) return;
  const { deadLetterTargetArn } = JSON.parse(redrivePolicy) as { deadLetterTargetArn: string };
  const fifo = topicArn.endsWith(".fifo");
  if (deadLetterTargetArn.endsWith(".fifo") === fifo) return;
  const kind = fifo ? "FIFO" : "standard";
  throw invalidParameter(`Attributes Reason: RedrivePolicy: must use a ${kind} queue as DLQ for a ${kind} topic`);
}

function checkRedrivePolicy(text: string): void {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw invalidParameter("Attributes Reason: RedrivePolicy: failed to parse JSON.");
  }
  const target = (policy as { deadLetterTargetArn?: unknown } | null)?.deadLetterTargetArn;
  if (typeof target !== "string" || parseArn(target)?.service !== "sqs") {
    throw invalidParameter("Attributes Reason: RedrivePolicy: deadLetterTargetArn is an invalid arn");
  }
}
