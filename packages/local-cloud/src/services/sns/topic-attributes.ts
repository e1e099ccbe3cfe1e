import type { PolicyDocument } from "../../core/policy.ts";
import { policyProblem } from "../iam/policy/validate.ts";
import { invalidParameter } from "./errors.ts";
import type { SnsState, Topic } from "./state.ts";

/** @throws AwsError InvalidParameter */
export function checkTopicAttribute(name: string | undefined, value: string): void {
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
      if (value !== "false") throw notEmulated("FIFO topics");
      return;
    case "KmsMasterKeyId":
      if (value !== "") throw notEmulated("keys of AWS KMS");
      return;
    default:
      throw invalidParameter("AttributeName");
  }
}

export function notEmulated(what: string) {
  return invalidParameter(`Attributes Reason: the local cloud does not emulate ${what}`);
}

export function shownTopicAttributes(state: SnsState, topic: Topic): Record<string, string> {
  const subscriptions = state.subscriptionsOf(topic.arn);
  const pending = subscriptions.filter(({ pendingToken }) => pendingToken !== undefined).length;
  return {
    Policy: JSON.stringify(defaultPolicy(state, topic)),
    DisplayName: "",
    ...topic.attributes,
    TopicArn: topic.arn,
    Owner: state.account.id,
    SubscriptionsPending: String(pending),
    SubscriptionsConfirmed: String(subscriptions.length - pending),
    SubscriptionsDeleted: String(topic.deletedSubscriptions),
    EffectiveDeliveryPolicy: topic.attributes.DeliveryPolicy ?? effectiveDeliveryPolicy,
  };
}

const documents = new WeakMap<Topic, PolicyDocument>();

/** The same object as long as the topic is unchanged, so that whoever evaluates it can keep what was made of it. */
export function policyOf(state: SnsState, topic: Topic): PolicyDocument {
  let document = documents.get(topic);
  if (!document) {
    const { Policy } = topic.attributes;
    documents.set(topic, (document = Policy ? JSON.parse(Policy) : defaultPolicyInEffect(state, topic)));
  }
  return document!;
}

/** What AWS shows for a topic without a policy of its own. */
export function defaultPolicy(state: SnsState, topic: Topic): PolicyDocument {
  const actions = "GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic Subscribe";
  return {
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [...actions.split(" "), "ListSubscriptionsByTopic", "Publish"].map((action) => `SNS:${action}`),
        Resource: topic.arn,
        Condition: { StringEquals: { "AWS:SourceOwner": state.account.id } },
      },
    ],
  };
}

/**
 * What that policy comes to: its key AWS:SourceOwner is in the requests of CloudWatch's alarms and
 * hardly any others. EventBridge sends none: a rule needs a policy that names events.amazonaws.com.
 */
function defaultPolicyInEffect(state: SnsState, topic: Topic): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic.arn,
        Condition: { StringEquals: { "aws:SourceAccount": state.account.id } },
      },
    ],
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

function checkPolicy(text: string): void {
  const problem = policyProblem(text, "resource");
  if (problem !== undefined) throw invalidParameter(`Policy Error: ${problem}`);
}

function checkJson(text: string, name: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw invalidParameter(`${name}: failed to parse JSON.`);
  }
}
