import type { UntagResourceInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Monitoring } from "../state.ts";
import { taggedArn } from "../tags.ts";

export function untagResource(monitoring: Monitoring): Operation<Wire<UntagResourceInput>, object> {
  return (input, context) => {
    const arn = taggedArn(monitoring, context, "cloudwatch:UntagResource", input.ResourceARN);
    const removed = new Set(input.TagKeys ?? []);
    const kept = Object.entries(monitoring.tags.get(arn) ?? {}).filter(([key]) => !removed.has(key));
    monitoring.tags.set(arn, Object.fromEntries(kept));
    return {};
  };
}
