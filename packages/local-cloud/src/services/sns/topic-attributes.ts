import { invalidParameter } from "./errors.ts";
import { isFifo } from "./fifo.ts";
import type { SnsState, Topic } from "./state.ts";
import { checkPolicy, defaultPolicy } from "./topic-policy.ts";

/** @throws AwsError InvalidParameter */
export function checkTopicAttribute(topicName: string, name: string | undefined, value: string): void {
  switch (name) {
    case "DisplayName":
      if (value.length > 100)
        throw invalidParameter("Attributes Reason: DisplayName must be at most 100 characters long");
      return;
    case "Policy":
      if (value !== "") checkPolicy(value);
      return;
    case "SignatureVersion":
      if (value !== "1" && value !== "2") throw invalidParameter("SignatureVersion");
      return;
    case "TracingConfig":
      if (value !== "PassThrough" && value !== "Active") throw invalidParameter("TracingConfig");
      return;
    case "DeliveryPolicy":
      checkJson(value, "DeliveryPolicy");
      return;
    case "FifoTopic":
      if ((value === "true") !== topicName.endsWith(".fifo")) throw invalidParameter("FifoTopic");
      return;
    case "ContentBasedDeduplication":
      checkForFifo(topicName, name, value, ["true", "false"]);
      return;
    case "FifoThroughputScope":
      checkForFifo(topicName, name, value, ["Topic", "MessageGroup"]);
      return;
    case "ArchivePolicy":
      throw notEmulated("archives of FIFO topics");
    case "KmsMasterKeyId":
      if (value !== "") throw notEmulated("keys of AWS KMS");
      return;
    default:
      throw invalidParameter("AttributeName");
  }
}

function checkForFifo(topicName: string, name: string, value: string, values: readonly string[]): void {
  if (!topicName.endsWith(".fifo")) throw invalidParameter(`${name}: only FIFO topics have this attribute`);
  if (!values.includes(value)) throw invalidParameter(name);
}

function notEmulated(what: string) {
  return invalidParameter(`Attributes Reason: the local cloud does not emulate ${what}`);
}

export function describeTopicAttributes(state: SnsState, topic: Topic): Record<string, string> {
  const subscriptions = state.subscriptionsOf(topic.arn);
  const pending = subscriptions.filter(({ pendingToken }) => pendingToken !== undefined).length;
  return {
    Policy: JSON.stringify(defaultPolicy(state, topic)),
    DisplayName: "",
    ...(isFifo(topic) && { ContentBasedDeduplication: "false", FifoThroughputScope: "Topic" }),
    ...topic.attributes,
    TopicArn: topic.arn,
    Owner: state.account.id,
    SubscriptionsPending: String(pending),
    SubscriptionsConfirmed: String(subscriptions.length - pending),
    SubscriptionsDeleted: String(topic.deletedSubscriptions),
    EffectiveDeliveryPolicy: topic.attributes.DeliveryPolicy ?? effectiveDeliveryPolicy,
  };
}

const effectiveDeliveryPolicy = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: "linear",
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8" },
  },
});

function checkJson(text: string, name: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw invalidParameter(`${name}: failed to parse JSON.`);
  }
}
