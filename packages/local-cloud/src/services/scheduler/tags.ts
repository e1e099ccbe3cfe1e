import type { Tag as SdkTag } from "@aws-sdk/client-scheduler";
import { Constraints } from "../../core/constraints.ts";
import type { CallContext, Wire } from "../../core/service.ts";
import { maxTags, type TagErrors } from "../../core/tags.ts";
import { validationError } from "./errors.ts";
import type { Scheduler } from "./scheduler.ts";
import type { StoredGroup } from "./stored.ts";

const groupArnPattern = /^arn:aws(-[a-z]+)?:scheduler:[a-z0-9-]+:\d{12}:schedule-group\/[0-9a-zA-Z\-_.]+$/;

export const tagErrors: TagErrors = {
  tooMany: (count) => validationError(`A schedule group has at most ${maxTags} tags, not ${count}.`),
  reservedKey: (key) => validationError(`Tag key ${key} is not valid: keys that start with aws: are reserved for AWS.`),
};

/** Adds the constraints of "Tag". */
export function constrainTags(constraints: Constraints, tags: Wire<SdkTag>[] | undefined): Constraints {
  constraints.list("tags", tags, { max: 200 });
  tags?.forEach(({ Key, Value }, at) => {
    constraints.text(`tags.${at + 1}.member.key`, Key, { required: true, min: 1, max: 128 });
    constraints.text(`tags.${at + 1}.member.value`, Value, { required: true, min: 1, max: 256 });
  });
  return constraints;
}

/** "TagResource": only schedule groups have tags. @throws AwsError unless the caller may do `action` on an existing group */
export function authorizedGroupByArn(
  { state }: Scheduler,
  context: CallContext,
  action: string,
  ResourceArn: string | undefined,
): StoredGroup {
  context.authorize({ action, resource: ResourceArn ?? "*" });
  new Constraints()
    .text("resourceArn", ResourceArn, { required: true, min: 1, max: 1011, pattern: groupArnPattern })
    .check();
  return state.group(ResourceArn!.slice(ResourceArn!.lastIndexOf("/") + 1));
}
