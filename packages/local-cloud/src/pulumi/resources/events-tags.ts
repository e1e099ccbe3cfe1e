import type { Cloud } from "../contract/cloud.ts";
import { tagList, updateTags } from "./tags.ts";

export function eventsTags(cloud: Cloud, arn: string, olds: unknown, news: unknown): Promise<void> {
  return updateTags(olds, news, {
    tag: (set) => cloud.call("events", "TagResource", { ResourceARN: arn, Tags: tagList(set) }),
    untag: (keys) => cloud.call("events", "UntagResource", { ResourceARN: arn, TagKeys: keys }),
  });
}
