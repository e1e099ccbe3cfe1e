import type { PolicyDocument } from "../../core/policy.ts";
import { policyProblem } from "../iam/policy/validate.ts";
import { invalidParameter } from "./errors.ts";
import type { SnsState, Topic } from "./state.ts";

/** @throws AwsError InvalidParameter */
export function checkPolicy(text: string): void {
  const problem = policyProblem(text, "resource");
  if (problem !== undefined) throw invalidParameter(`Policy Error: ${problem}`);
}

const documents = new WeakMap<Topic, PolicyDocument>();

/** Returns the same object while the topic is unchanged, so that the policy engine can cache what it compiles. */
export function policyOf(state: SnsState, topic: Topic): PolicyDocument {
  let document = documents.get(topic);
  if (!document) {
    const { Policy } = topic.attributes;
    documents.set(topic, (document = Policy ? JSON.parse(Policy) : defaultPolicyInEffect(state, topic)));
  }
  return document!;
}

/** The policy that AWS shows for a topic without its own. */
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
 * The default policy in effect. Its condition key, AWS:SourceOwner, is in hardly any requests except those of CloudWatch
 * alarms. EventBridge's requests do not have it: a rule needs a policy that names events.amazonaws.com.
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
