import type { RemovePermissionInput } from "@aws-sdk/client-sns";
import { AwsError } from "../../../core/aws-error.ts";
import type { PolicyDocument } from "../../../core/policy.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { required } from "../errors.ts";
import type { SnsState } from "../state.ts";

export function removePermission(state: SnsState): Operation<Wire<RemovePermissionInput>, undefined> {
  return (input, context) => {
    const topic = state.open(input.TopicArn, "RemovePermission", context);
    const label = required(input.Label, "Label");
    const policy = JSON.parse(topic.attributes.Policy ?? '{"Statement":[]}') as PolicyDocument;
    const before = [policy.Statement].flat();
    const Statement = before.filter(({ Sid }) => Sid !== label);
    if (Statement.length === before.length) throw new AwsError("NotFound", `Statement ${label} does not exist`, 404);
    const { Policy: _old, ...rest } = topic.attributes;
    const attributes = Statement.length > 0 ? { ...rest, Policy: JSON.stringify({ ...policy, Statement }) } : rest;
    state.topics.set(topic.arn, { ...topic, attributes });
    return undefined;
  };
}
