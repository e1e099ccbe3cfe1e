import type {
  CreateEventBusRequest,
  DescribeEventBusResponse,
  ListTagsForResourceResponse,
  UpdateEventBusRequest,
} from "@aws-sdk/client-eventbridge";
import type { ResourceType } from "../contract/resource-type.ts";
import { object, string, tags } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";
import { eventsTags } from "./events-tags.ts";
import { tagList, tagMap } from "./tags.ts";

export const eventBus: ResourceType = {
  token: "aws:cloudwatch/eventBus:EventBus",
  title: "EventBridge Event Bus",
  inputs: {
    name: string({ replace: true, pattern: /^[\w./-]{1,256}$/, autoName: { max: 256 } }),
    description: string({ max: 512 }),
    deadLetterConfig: object({ arn: string() }),
    tags,
  },
  outputs: ["arn", "region"],
  idOf: (inputs) => inputs.name as string,

  async create(inputs, cloud) {
    await cloud.call("events", "CreateEventBus", {
      Name: inputs.name as string,
      Description: inputs.description as string | undefined,
      DeadLetterConfig: deadLetterConfig(inputs),
      Tags: tagList(inputs.tags),
    } satisfies CreateEventBusRequest);
    return inputs.name as string;
  },

  async read(id, cloud) {
    const bus = await cloud.find<DescribeEventBusResponse>("events", "DescribeEventBus", { Name: id });
    if (!bus) return undefined;
    const listed = await cloud.call<ListTagsForResourceResponse>("events", "ListTagsForResource", {
      ResourceARN: bus.Arn,
    });
    return {
      name: bus.Name,
      arn: bus.Arn,
      description: bus.Description,
      deadLetterConfig: bus.DeadLetterConfig?.Arn ? { arn: bus.DeadLetterConfig.Arn } : undefined,
      tags: tagMap(listed.Tags),
    };
  },

  async update(id, news, cloud, change) {
    if (change.has("description", "deadLetterConfig")) {
      await cloud.call("events", "UpdateEventBus", {
        Name: id,
        Description: (news.description as string | undefined) ?? "",
        DeadLetterConfig: deadLetterConfig(news) ?? {},
      } satisfies UpdateEventBusRequest);
    }
    await eventsTags(cloud, change.olds.arn as string, change.olds.tags, news.tags);
  },

  async delete(id, cloud) {
    await cloud.find("events", "DeleteEventBus", { Name: id });
  },
};

function deadLetterConfig(inputs: PropertyMap) {
  const config = inputs.deadLetterConfig as { arn?: string } | undefined;
  return config?.arn === undefined ? undefined : { Arn: config.arn };
}
