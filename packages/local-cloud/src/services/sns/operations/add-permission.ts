import type { AddPermissionInput } from "@aws-sdk/client-sns";
import type { PolicyDocument } from "../../../core/policy.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { invalidParameter, list, required } from "../errors.ts";
import type { SnsState } from "../state.ts";
import { defaultPolicy } from "../topic-policy.ts";

/** Adds a statement to the topic's policy, with the label as its Sid. */
export function addPermission(state: SnsState): Operation<Wire<AddPermissionInput>, undefined> {
  return (input, context) => {
    const topic = state.open(input.TopicArn, "AddPermission", context);
    const label = required(input.Label, "Label");
    const policy = topic.attributes.Policy
      ? (JSON.parse(topic.attributes.Policy) as PolicyDocument)
      : defaultPolicy(state, topic);
    const statements = [policy.Statement].flat();
    if (statements.some(({ Sid }) => Sid === label)) throw invalidParameter("Statement already exists");
    const statement = {
      Sid: label,
      Effect: "Allow",
      Principal: { AWS: list<string>(input.AWSAccountId).map((id) => `arn:aws:iam::${id}:root`) },
      Action: list<string>(input.ActionName).map((action) => `SNS:${action}`),
      Resource: topic.arn,
    };
    const Policy = JSON.stringify({ ...policy, Statement: [...statements, statement] });
    state.topics.set(topic.arn, { ...topic, attributes: { ...topic.attributes, Policy } });
    return undefined;
  };
}
