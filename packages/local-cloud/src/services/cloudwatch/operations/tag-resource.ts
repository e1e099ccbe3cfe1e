import type { TagResourceInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { validationError } from "../errors.ts";
import type { Monitoring } from "../state.ts";
import { taggedArn, tagMap } from "../tags.ts";

const mostTags = 50;

export function tagResource(monitoring: Monitoring): Operation<Wire<TagResourceInput>, object> {
  return (input, context) => {
    const arn = taggedArn(monitoring, context, "cloudwatch:TagResource", input.ResourceARN);
    const tags = { ...monitoring.tags.get(arn), ...tagMap(input.Tags) };
    if (Object.keys(tags).length > mostTags) throw validationError(`A resource may have at most ${mostTags} tags.`);
    monitoring.tags.set(arn, tags);
    return {};
  };
}
