import type { AddPermissionRequest } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { invalidValue, required } from "../errors.ts";
import { policyOf } from "../policy.ts";
import type { SqsState } from "../state.ts";

/** Adds a statement to the queue's policy, with the label as its Sid. */
export function addPermission(state: SqsState): Operation<Wire<AddPermissionRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "AddPermission", context);
    const label = required(input.Label, "Label");
    const accounts = required(input.AWSAccountIds, "AWSAccountIds");
    const actions = required(input.Actions, "Actions");
    const policy = policyOf(queue) ?? {
      Version: "2012-10-17",
      Id: `${state.arn(queue)}/SQSDefaultPolicy`,
      Statement: [],
    };
    if (policy.Statement.some(({ Sid }) => Sid === label)) throw invalidValue(label, "Label", "Already exists.");
    const statement = {
      Sid: label,
      Effect: "Allow" as const,
      Principal: { AWS: accounts.map((id) => `arn:aws:iam::${id}:root`) },
      Action: actions.map((action) => `SQS:${action}`),
      Resource: state.arn(queue),
    };
    const Policy = JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
    state.queues.set(queue.name, { ...queue, attributes: { ...queue.attributes, Policy } });
    return {};
  };
}
