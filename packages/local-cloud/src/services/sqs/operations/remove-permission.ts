import type { RemovePermissionRequest } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { invalidValue, required } from "../errors.ts";
import { policyOf } from "../policy.ts";
import type { SqsState } from "../state.ts";

export function removePermission(state: SqsState): Operation<Wire<RemovePermissionRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "RemovePermission", context);
    const label = required(input.Label, "Label");
    const policy = policyOf(queue);
    const Statement = policy?.Statement.filter(({ Sid }) => Sid !== label) ?? [];
    if (Statement.length === (policy?.Statement.length ?? 0)) {
      throw invalidValue(label, "Label", "can't find label.");
    }
    const { Policy: _old, ...rest } = queue.attributes;
    const attributes = Statement.length > 0 ? { ...rest, Policy: JSON.stringify({ ...policy, Statement }) } : rest;
    state.queues.set(queue.name, { ...queue, attributes });
    return {};
  };
}
