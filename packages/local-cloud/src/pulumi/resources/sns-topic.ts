import type { CreateTopicResponse, GetTopicAttributesResponse, ListTagsForResourceResponse } from "@aws-sdk/client-sns";
import type { ResourceType } from "../contract/resource-type.ts";
import { boolean, json, string, tags } from "../contract/schema.ts";
import { fifoFailures } from "./fifo.ts";
import { tagList, tagMap, updateTags } from "./tags.ts";

export const snsTopic: ResourceType = {
  token: "aws:sns/topic:Topic",
  title: "SNS Topic",
  inputs: {
    name: string({
      replace: true,
      pattern: /^[\w-]{1,256}(\.fifo)?$/,
      autoName: { max: 256, suffix: (inputs) => (inputs.fifoTopic === true ? ".fifo" : "") },
    }),
    displayName: string({ max: 100 }),
    fifoTopic: boolean({ replace: true, default: false }),
    contentBasedDeduplication: boolean({ default: false }),
    fifoThroughputScope: string({ oneOf: ["Topic", "MessageGroup"], computed: true }),
    policy: json({ computed: true }),
    tags,
  },
  outputs: ["arn", "owner", "region"],
  idOf: ({ name }, cloud) => cloud.arn("sns", name as string),

  validate: (inputs) => fifoFailures(inputs, "fifoTopic", "topic"),

  async create(inputs, cloud) {
    const Attributes: Record<string, string> = {};
    if (inputs.displayName) Attributes.DisplayName = inputs.displayName as string;
    if (inputs.policy) Attributes.Policy = inputs.policy as string;
    if (inputs.fifoTopic === true) {
      Attributes.FifoTopic = "true";
      Attributes.ContentBasedDeduplication = String(inputs.contentBasedDeduplication);
      if (inputs.fifoThroughputScope) Attributes.FifoThroughputScope = inputs.fifoThroughputScope as string;
    }
    const created = await cloud.call<CreateTopicResponse>("sns", "CreateTopic", {
      Name: inputs.name,
      Attributes,
      Tags: tagList(inputs.tags),
    });
    return created.TopicArn!;
  },

  async read(id, cloud) {
    const found = await cloud.find<GetTopicAttributesResponse>("sns", "GetTopicAttributes", { TopicArn: id });
    if (!found) return undefined;
    const has = found.Attributes ?? {};
    const listed = await cloud.call<ListTagsForResourceResponse>("sns", "ListTagsForResource", { ResourceArn: id });
    return {
      name: id.split(":").pop(),
      arn: id,
      owner: has.Owner,
      displayName: has.DisplayName,
      policy: has.Policy,
      fifoTopic: has.FifoTopic === "true",
      contentBasedDeduplication: has.ContentBasedDeduplication === "true",
      fifoThroughputScope: has.FifoThroughputScope,
      tags: tagMap(listed.Tags),
    };
  },

  async update(id, news, cloud, change) {
    const set = (AttributeName: string, AttributeValue: unknown) =>
      cloud.call("sns", "SetTopicAttributes", { TopicArn: id, AttributeName, AttributeValue });
    if (change.has("displayName")) await set("DisplayName", news.displayName ?? "");
    if (change.has("policy")) await set("Policy", news.policy);
    if (change.has("contentBasedDeduplication")) {
      await set("ContentBasedDeduplication", String(news.contentBasedDeduplication));
    }
    if (change.has("fifoThroughputScope")) await set("FifoThroughputScope", news.fifoThroughputScope);
    await updateTags(change.olds.tags, news.tags, {
      tag: (tags) => cloud.call("sns", "TagResource", { ResourceArn: id, Tags: tagList(tags) }),
      untag: (TagKeys) => cloud.call("sns", "UntagResource", { ResourceArn: id, TagKeys }),
    });
  },

  async delete(id, cloud) {
    await cloud.find("sns", "DeleteTopic", { TopicArn: id });
  },
};
