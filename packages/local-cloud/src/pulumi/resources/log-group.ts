import type { DescribeLogGroupsResponse, ListTagsForResourceResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Cloud } from "../contract/cloud.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { boolean, number, string, tags } from "../contract/schema.ts";
import { orUndefined, updateTags } from "./tags.ts";

/** "PutRetentionPolicy", CloudWatch Logs API reference. 0 means that events never expire. */
const retentions = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logGroup: ResourceType = {
  token: "aws:cloudwatch/logGroup:LogGroup",
  title: "CloudWatch Logs Log Group",
  inputs: {
    name: string({ replace: true, pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/, autoName: { max: 512 } }),
    retentionInDays: number({ oneOf: retentions, default: 0 }),
    logGroupClass: string({ replace: true, oneOf: ["STANDARD"], computed: true }),
    skipDestroy: boolean({ default: false, unread: true }),
    tags,
  },
  outputs: ["arn", "region"],
  idOf: (inputs) => inputs.name as string,

  async create(inputs, cloud, onCreated) {
    const name = inputs.name as string;
    await cloud.call("logs", "CreateLogGroup", { logGroupName: name, tags: inputs.tags });
    onCreated(name);
    if (inputs.retentionInDays) await putRetention(name, inputs.retentionInDays as number, cloud);
    return name;
  },

  async read(id, cloud) {
    const found = await cloud.call<DescribeLogGroupsResponse>("logs", "DescribeLogGroups", { logGroupNamePrefix: id });
    const group = found.logGroups?.find((candidate) => candidate.logGroupName === id);
    if (!group) return undefined;
    const arn = group.arn!.replace(/:\*$/, "");
    const listed = await cloud.call<ListTagsForResourceResponse>("logs", "ListTagsForResource", { resourceArn: arn });
    return {
      name: id,
      arn,
      retentionInDays: group.retentionInDays ?? 0,
      logGroupClass: group.logGroupClass ?? "STANDARD",
      tags: orUndefined(listed.tags),
    };
  },

  async update(id, news, cloud, change) {
    if (change.has("retentionInDays")) await putRetention(id, (news.retentionInDays as number | undefined) ?? 0, cloud);
    const resourceArn = change.olds.arn;
    await updateTags(change.olds.tags, news.tags, {
      tag: (set) => cloud.call("logs", "TagResource", { resourceArn, tags: set }),
      untag: (tagKeys) => cloud.call("logs", "UntagResource", { resourceArn, tagKeys }),
    });
  },

  async delete(id, cloud, state) {
    if (state.skipDestroy !== true) await cloud.find("logs", "DeleteLogGroup", { logGroupName: id });
  },
};

async function putRetention(logGroupName: string, retentionInDays: number, cloud: Cloud): Promise<void> {
  if (retentionInDays === 0) await cloud.call("logs", "DeleteRetentionPolicy", { logGroupName });
  else await cloud.call("logs", "PutRetentionPolicy", { logGroupName, retentionInDays });
}
