import type { GetScheduleGroupOutput, ListTagsForResourceOutput } from "@aws-sdk/client-scheduler";
import type { Wire } from "../../core/service.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { string, tags } from "../contract/schema.ts";
import { schedulerName, timeText } from "./scheduler-values.ts";
import { tagList, tagMap, updateTags } from "./tags.ts";

export const schedulerScheduleGroup: ResourceType = {
  token: "aws:scheduler/scheduleGroup:ScheduleGroup",
  title: "EventBridge Scheduler Schedule Group",
  inputs: { name: string(schedulerName), tags },
  outputs: ["arn", "creationDate", "lastModificationDate", "region", "state"],
  idOf: (inputs) => inputs.name as string,

  async create(inputs, cloud) {
    await cloud.call("scheduler", "CreateScheduleGroup", { Name: inputs.name, Tags: tagList(inputs.tags) });
    return inputs.name as string;
  },

  async read(id, cloud) {
    const group = await cloud.find<Wire<GetScheduleGroupOutput>>("scheduler", "GetScheduleGroup", { Name: id });
    if (!group) return undefined;
    const listed = await cloud.call<ListTagsForResourceOutput>("scheduler", "ListTagsForResource", {
      ResourceArn: group.Arn,
    });
    return {
      name: group.Name,
      arn: group.Arn,
      creationDate: timeText(group.CreationDate),
      lastModificationDate: timeText(group.LastModificationDate),
      state: group.State,
      tags: tagMap(listed.Tags as { Key: string; Value: string }[]),
    };
  },

  async update(id, news, cloud, change) {
    const ResourceArn = cloud.arn("scheduler", `schedule-group/${id}`);
    await updateTags(change.olds.tags, news.tags, {
      tag: (set) => cloud.call("scheduler", "TagResource", { ResourceArn, Tags: tagList(set) }),
      untag: (TagKeys) => cloud.call("scheduler", "UntagResource", { ResourceArn, TagKeys }),
    });
  },

  async delete(id, cloud) {
    await cloud.find("scheduler", "DeleteScheduleGroup", { Name: id });
  },
};
